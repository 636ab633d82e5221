#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "decode/reading.h"
#include "decode/text_window.h"

namespace gdo::decode {
namespace {

using test::difference;

// Documents of every shape, with what makes reading hard near the edges of chunks and blocks.
std::vector<std::string> documents() {
  std::string array = "\xef\xbb\xbf[\n";
  std::string lines;
  for (int i = 0; i < 60; ++i) {
    const std::string text(static_cast<std::size_t>(i * 7), 'x');
    const std::string record = "{\"n\": -" + std::to_string(i * 37) + ".5e+" + std::to_string(i) +
                               ",\"t\":\"" + text + "\\\\\\\"\\u00e7ç🐄\",\"l\":[true,null,{}]}";
    array += (i > 0 ? " ,\r\n" : "") + record;
    lines += record + (i % 3 == 0 ? "\r\n" : "\n");
    if (i % 10 == 3) lines += "{\"broken\":\"" + text + "\n\n";
    if (i % 10 == 5) lines += "{\"bad\":\"" + text + "\xed\xa0\x80\"} \n";
    if (i % 10 == 5) array += ",{\"bad\":\"" + text + "\xed\xa0\x80\"}";
    if (i % 10 == 7) array += "," + std::string(20, '[') + std::string(20, ']');
  }
  return {array + "]",
          lines,
          array,
          array + "}",
          lines.substr(0, lines.find('\n')),
          "{\n\"a\":" + array.substr(3) + "]}",
          "[" + std::string(300, ' ') + "12345 , 6 ]"};
}

TEST(Streaming, EveryWayToCutTheInputGivesTheSameRecords) {
  ReadLimits limits;
  limits.depth = 16;
  limits.record_bytes = 400;
  for (const std::string& text : documents()) {
    for (std::size_t size = 1; size < 80; ++size) {
      EXPECT_EQ(difference(text, limits, {}, test::every(size)), "") << size;
    }
    for (unsigned seed = 0; seed < 100; ++seed) {
      EXPECT_EQ(difference(text, limits, {}, test::at_random(seed, 1U << seed % 12U)), "") << seed;
    }
    EXPECT_EQ(difference(text, {}), "");
  }
}

TEST(Streaming, ContainersToo) {
  ReadLimits limits;
  limits.depth = 16;
  limits.record_bytes = 400;
  const std::string array = documents()[0].substr(3);
  const std::string text = "{\"x\":" + std::string(10, '[') + "\"ç\\n\"" + std::string(10, ']') +
                           ", \"r\" : {\"d\":\n" + array + ",\"y\":\"ç\"}, \"z\":-0.5}\n";
  for (std::size_t size = 1; size < 80; ++size) {
    EXPECT_EQ(difference(text, limits, {"r", "d"}, test::every(size)), "") << size;
  }
  EXPECT_EQ(difference(text, limits, {"r", "d"}), "");
  EXPECT_EQ(difference(text, limits, {"r", "e"}), "");
}

TEST(Streaming, RecordsOfEverySizeAroundTheEdgesOfTheWindow) {
  for (std::size_t size = 16300; size < 16500; ++size) {
    const std::string record = "{\"a\":\"" + std::string(size, 'x') + "\"}";
    EXPECT_EQ(difference("[" + record + ",{\"b\":12}," + record + "]"), "") << size;
    EXPECT_EQ(difference(record + "\n{\"b\":12}\n" + record), "") << size;
  }
}

// A long document that is never in memory as a whole.
class Endless {
 public:
  Endless(std::string head, std::string record, std::string separator, std::uint64_t bytes)
      : pending_(std::move(head)),
        record_(std::move(record)),
        separator_(std::move(separator)),
        left_(bytes) {
    pending_.reserve(1U << 20U);
  }

  std::size_t operator()(std::span<char> out) {
    while (pending_.size() < out.size() && left_ > 0) {
      pending_.append(record_).append(separator_);
      left_ -= std::min<std::uint64_t>(left_, record_.size() + separator_.size());
      if (left_ == 0) pending_ += record_ + (separator_ == "," ? "]" : "");
    }
    const std::size_t size = pending_.copy(out.data(), out.size());
    pending_.erase(0, size);
    return size;
  }

 private:
  std::string pending_;
  std::string record_;
  std::string separator_;
  std::uint64_t left_;
};

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Streaming, MemoryDoesNotGrowWithTheDocument) {
  constexpr std::uint64_t kBytes = 256U << 20U;
  const std::string record = "{\"a\":\"" + std::string(900, 'x') + "\"}";
  const long before = peak_kib();
  for (const bool lines : {false, true}) {
    DocumentReader reader(Endless(lines ? "" : "[", record, lines ? "\n" : ",", kBytes), {});
    RawRecord got;
    std::uint64_t records = 0;
    while (reader.next(got)) ++records;
    EXPECT_FALSE(reader.fault());
    EXPECT_GT(records, kBytes / 1000);
  }
  EXPECT_LT(peak_kib() - before, 16 << 10);
}

TEST(Streaming, ARecordTooLongToKeepIsNotKept) {
  constexpr std::uint64_t kBytes = 256U << 20U;
  ReadLimits limits;
  limits.record_bytes = 1U << 20U;
  const long before = peak_kib();
  for (const std::string head : {"[[", "{}\n["}) {
    // As a line it stays open; as an array it ends with "]", which leaves the root open.
    DocumentReader reader(Endless(head, "\"" + std::string(900, 'x') + "\"", ",", kBytes), limits);
    RawRecord got;
    while (reader.next(got)) {
      if (got.size < 100) continue;
      EXPECT_EQ(got.fault, RecordFault::size);
      EXPECT_EQ(got.bytes.size(), limits.record_bytes);
      EXPECT_GT(got.size, kBytes);
    }
    EXPECT_EQ(reader.fault().has_value(), head == "[[");
  }
  EXPECT_LT(peak_kib() - before, 16 << 10);
}

TEST(Streaming, NewlinesAreCountedInEveryPlace) {
  for (std::size_t size = 0; size < 70; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '\n';
      EXPECT_EQ(count_newlines(text), 1U);
    }
    EXPECT_EQ(count_newlines(std::string(size * 300, '\n')), size * 300);
    EXPECT_EQ(count_newlines(std::string(size, '\x8a')), 0U);
  }
}

TEST(Streaming, TheWindowKnowsThePositionOfWhatItKeeps) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::string(static_cast<std::size_t>(i % 50), 'x') + "\n";
  TextWindow window(open_text(test::source_of(text, test::every(777)), {}));
  std::int64_t line = 1;
  std::int64_t column = 1;
  for (std::uint64_t offset = 0; offset < text.size(); ++offset) {
    while (window.end() <= offset) ASSERT_TRUE(window.more());
    window.release(offset);
    if (offset % 101 == 0) {
      EXPECT_EQ(window.position(offset).line, line);
      EXPECT_EQ(window.position(offset).column, column);
    }
    column = text[offset] == '\n' ? 1 : column + 1;
    line += text[offset] == '\n' ? 1 : 0;
  }
}

}  // namespace
}  // namespace gdo::decode
