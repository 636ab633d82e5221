#include "synth/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "synth/random.h"

namespace gdo::synth {
namespace {

// What zlib makes of it, or "broken".
std::string unpacked(std::string_view packed, std::size_t room) {
  std::vector<Bytef> out(room + 1);
  std::vector<Bytef> in(packed.begin(), packed.end());
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return "broken";
  stream.next_in = in.data();
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int end = inflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  const bool whole = end == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (!whole) return "broken";
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

void expect_round_trip(const std::string& text) {
  TextBuffer packed;
  put_gzip(packed, text);
  EXPECT_EQ(unpacked(packed.view(), text.size()), text) << text.size() << " bytes";
}

TEST(Gzip, ZlibReadsWhatWasPacked) {
  expect_round_trip("");
  expect_round_trip("a");
  expect_round_trip("abcd");
  expect_round_trip(std::string(100'000, 'x'));
  expect_round_trip("abcabcabcabcabcabcabc");
}

TEST(Gzip, EveryMatchLengthAndManyDistancesAreCoded) {
  Random random(5);
  std::string text;
  for (int i = 0; i < 70'000; ++i) text.push_back(static_cast<char>(random.below(256)));
  for (std::size_t length = 1; length < 300; ++length) {
    text += text.substr(text.size() - 1 - length * 109, length);
  }
  expect_round_trip(text);
}

TEST(Gzip, RepetitionsGetShorter) {
  TextBuffer packed;
  put_gzip(packed, std::string(100'000, 'x'));
  EXPECT_LT(packed.size(), 2'000U);
}

}  // namespace
}  // namespace gdo::synth
