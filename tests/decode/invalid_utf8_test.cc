#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "decode/reading.h"

namespace gdo::test {
namespace {

using std::string_literals::operator""s;

TEST(DocumentReader, EveryKindOfInvalidUtf8IsFound) {
  const std::vector<std::string> bad = {
      "\x80",              // continuation alone
      "\xc3",              // cut short
      "\xc0\xaf",          // overlong
      "\xc1\xbf",          //
      "\xe0\x80\xaf",      //
      "\xf0\x80\x80\xaf",  //
      "\xed\xa0\x80",      // a surrogate
      "\xed\xbf\xbf",      //
      "\xf4\x90\x80\x80",  // beyond U+10FFFF
      "\xf5\x80\x80\x80",  //
      "\xe2\x28\xa1",      //
      "\xf0\x9f\x98",      //
      "\xfe",
      "\xff",
  };
  for (const std::string& bytes : bad) {
    for (const std::string& padding : {""s, std::string(100, 'x'), std::string(5000, 'y')}) {
      const std::string record = "{\"a\":\"" + padding + bytes + "\"}";
      const Reading array = read_text("[{}," + record + ",{}]");
      ASSERT_EQ(array.records.size(), 3U) << bytes;
      EXPECT_EQ(array.records[1].fault, decode::RecordFault::invalid_utf8) << bytes;
      EXPECT_EQ(array.records[1].bytes, record);
      const Reading lines = read_text("{}\n" + record + "\n{}");
      ASSERT_EQ(lines.records.size(), 3U) << bytes;
      EXPECT_EQ(lines.records[1].fault, decode::RecordFault::invalid_utf8) << bytes;
      EXPECT_FALSE(lines.records[2].fault);
    }
  }
  for (const char* good : {"\xc3\xa7", "\xe2\x82\xac", "\xf0\x9f\x90\x84", "\xed\x9f\xbf",
                           "\xee\x80\x80", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) {
    const Reading reading = read_text("[{\"a\":\""s + good + "\"}]");
    ASSERT_EQ(reading.records.size(), 1U);
    EXPECT_FALSE(reading.records[0].fault) << good;
  }
}

}  // namespace
}  // namespace gdo::test
