#include "decode/structural_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace gdo::decode {
namespace {

using Positions = std::vector<std::uint32_t>;

// Byte by byte, as structural_index.h says it.
Positions expected_positions(std::string_view text) {
  Positions found;
  bool in_string = false;
  bool in_word = false;
  bool escaped = false;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    const bool op = std::string_view("{}[]:,").find(c) != std::string_view::npos;
    const bool quote = c == '"' && !escaped;
    const bool escapes = c == '\\' && !escaped;
    if (in_string) {
      if (!quote && (escapes || static_cast<unsigned char>(c) < 0x20)) found.push_back(i);
      if (quote) in_string = false;
      in_word = !quote && !space && !op;
    } else {
      if (op || (!space && !in_word)) found.push_back(i);
      if (quote) in_string = true;
      in_word = !op && !space && !quote;
    }
    escaped = escapes;
  }
  return found;
}

Positions positions(StructuralIndexer indexer, std::string text, std::size_t first_blocks) {
  const std::size_t size = text.size();
  text.append(64, '"');  // what stands behind the text must not matter
  Positions found(size + 16);
  IndexState state;
  const std::size_t first = std::min(first_blocks * 64, size / 64 * 64);
  std::size_t count = indexer(text.data(), first, state, found.data());
  Positions rest(size + 16);
  const std::size_t more = indexer(text.data() + first, size - first, state, rest.data());
  found.resize(count);
  for (std::size_t i = 0; i < more; ++i) {
    found.push_back(rest[i] + static_cast<std::uint32_t>(first));
  }
  return found;
}

std::string random_text(std::mt19937& engine, std::size_t size) {
  // Mostly what matters; often runs of backslashes and quotes.
  constexpr std::string_view kBytes = "\"\"\"\\\\\\\\{}[]:, \n\tab1-\x01\xc3\xa7\x7f\x1a\x0c";
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += kBytes[engine() % kBytes.size()];
  return text;
}

class Indexers : public testing::TestWithParam<StructuralIndexer (*)() noexcept> {};

TEST_P(Indexers, FindWhatADefinitionByBytesFinds) {
  const StructuralIndexer indexer = GetParam()();
  if (indexer == nullptr) return;  // not on this machine
  std::mt19937 engine(7);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random_text(engine, engine() % 400);
    EXPECT_EQ(positions(indexer, text, engine() % 4), expected_positions(text)) << text;
  }
}

TEST_P(Indexers, KnowEveryByteForWhatItIs) {
  const StructuralIndexer indexer = GetParam()();
  if (indexer == nullptr) return;
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string frame : {"", "\"", "1", " "}) {
      const std::string text = frame + static_cast<char>(byte) + "x" + frame;
      EXPECT_EQ(positions(indexer, text, 0), expected_positions(text)) << byte << " in " << frame;
      IndexState state;
      Positions found(16);
      const std::string padded = text + std::string(64, '\xff');
      indexer(padded.data(), text.size(), state, found.data());
      EXPECT_EQ(state.non_ascii, byte >= 0x80);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Indexers,
                         testing::Values(portable_indexer, sse2_indexer, avx2_indexer));

TEST(StructuralIndexer, TheChosenOneIsTheFastestThere) {
  const StructuralIndexer best = structural_indexer();
  const StructuralIndexer expected = avx2_indexer() != nullptr   ? avx2_indexer()
                                     : sse2_indexer() != nullptr ? sse2_indexer()
                                                                 : portable_indexer();
  EXPECT_EQ(best, expected);
}

}  // namespace
}  // namespace gdo::decode
