#include "decode/document_reader.h"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "decode/reading.h"

namespace gdo::decode {
namespace {

using std::string_literals::operator""s;
using test::described;
using test::read_all;
using test::read_text;
using test::Reading;
using test::source_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> records_of(std::string_view text) { return described(read_text(text)); }

std::vector<std::string> records_of(std::string_view text, const ReadLimits& limits) {
  return described(read_all(source_of(text), limits));
}

struct Case {
  std::string text;
  std::vector<std::string> expected;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(records_of(c.text), c.expected) << c.text;
}

TEST(DocumentReader, ElementsOfAnArrayAreRecordsWithoutWhatSurroundsThem) {
  expect_all({
      {R"([{"a":1},{"b":2}])", {R"(1+7 {"a":1})", R"(9+7 {"b":2})"}},
      {" \r\n\t[ {\"a\" : 1 }\n , \t{} ] \n", {"6+10 {\"a\" : 1 }", "21+2 {}"}},
      {"[]", {}},
      {" [ \n ] ", {}},
      {"[1,\"x\",null,[2],true,-1.5e3,false]",
       {"1+1 1", "3+3 \"x\"", "7+4 null", "12+3 [2]", "16+4 true", "21+6 -1.5e3", "28+5 false"}},
      {"[[[]],{\"[\":\"]}\"}]", {"1+4 [[]]", "6+10 {\"[\":\"]}\"}"}},
  });
}

TEST(DocumentReader, AnObjectIsOneRecord) {
  expect_all({
      {R"({"a":1})", {R"(0+7 {"a":1})"}},
      {"  {}\n\n ", {"2+2 {}"}},
      {"{\n\"a\": {\"b\": [1, 2]}\n}\n", {"0+22 {\n\"a\": {\"b\": [1, 2]}\n}"}},
  });
}

TEST(DocumentReader, AnObjectThatFillsTheFirstLineIsTheFirstOfManyLines) {
  expect_all({
      {"{\"a\":1}\n{\"b\":2}\n", {"0+7 {\"a\":1}", "8+7 {\"b\":2}"}},
      {"{\"a\":1}\n{\"b\":2}", {"0+7 {\"a\":1}", "8+7 {\"b\":2}"}},
      {"{} \t\r\n\r\n \n  {\"b\": 2} \r\n", {"0+2 {}", "12+8 {\"b\": 2}"}},
      {"\n\n{}\n{}", {"2+2 {}", "5+2 {}"}},
      {"{}\n1\n\"x\"\n[2]\nnull", {"0+2 {}", "3+1 1", "5+3 \"x\"", "9+3 [2]", "13+4 null"}},
  });
}

TEST(DocumentReader, ABrokenLineIsOneFaultAndTheOthersLoad) {
  expect_all({
      {"{}\n{\"a\":1,}\n{}", {"0+2 {}", "3+8 {\"a\":1,} json_invalido", "12+2 {}"}},
      {"{}\n{\"a\":\"\n{}", {"0+2 {}", "3+6 {\"a\":\" json_invalido", "10+2 {}"}},
      {"{}\n{\"a\":\n1}\n{}",
       {"0+2 {}", "3+5 {\"a\": json_invalido", "9+2 1} json_invalido", "12+2 {}"}},
      {"{}\n{} {}\n", {"0+2 {}", "3+5 {} {} json_invalido"}},
      {"{}\n  garbage \n{}", {"0+2 {}", "5+7 garbage json_invalido", "14+2 {}"}},
      {"{}\n{\"a\":\"b\"", {"0+2 {}", "3+8 {\"a\":\"b\" json_invalido"}},
      {"{}\n[1,2\n", {"0+2 {}", "3+4 [1,2 json_invalido"}},
      {"{}\n01\n-\n\"\\x\"\n\v{}",
       {"0+2 {}", "3+2 01 json_invalido", "6+1 - json_invalido", "8+4 \"\\x\" json_invalido",
        "13+3 \v{} json_invalido"}},
  });
}

TEST(DocumentReader, AByteOrderMarkIsPassedOverAndCounted) {
  expect_all({
      {"\xef\xbb\xbf[{}]", {"4+2 {}"}},
      {"\xef\xbb\xbf{}\n{}", {"3+2 {}", "6+2 {}"}},
      {"\xef\xbb\xbf \n{\n}", {"5+3 {\n}"}},
      {"\xef\xbb\xbf[{]", {"json_malformado 1:6 @5"}},
      {"\xef\xbb\xbf", {"vazio 1:4 @3"}},
  });
}

TEST(DocumentReader, OtherEncodingsAreNamed) {
  const std::pair<std::string, const char*> cases[] = {
      {"\xff\xfe[\0{\0"s, "UTF-16"},
      {"\xfe\xff\0[\0{"s, "UTF-16"},
      {"\xff\xfe\0\0[\0\0\0"s, "UTF-32"},
      {"\0\0\xfe\xff\0\0\0["s, "UTF-32"},
      {"[\0{\0\"\0"s, "UTF-16"},
      {"\0[\0{\0\""s, "UTF-16"},
      {"{\0\"\0a\0"s, "UTF-16"},
      {"[\0\0\0{\0\0\0"s, "UTF-32"},
      {"\0\0\0["s, "UTF-32"},
  };
  for (const auto& [text, encoding] : cases) {
    const Reading reading = read_text(text);
    ASSERT_TRUE(reading.fault) << text;
    EXPECT_EQ(reading.fault->code, "codificacao_invalida") << text;
    EXPECT_THAT(reading.fault->message, HasSubstr(encoding));
    EXPECT_THAT(reading.records, IsEmpty());
  }
}

TEST(DocumentReader, OtherFormatsAreNamed) {
  EXPECT_THAT(read_text("PK\x03\x04").fault->message, HasSubstr("parece ser um arquivo zip"));
  EXPECT_THAT(read_text(" \n<html>").fault->message, HasSubstr("parece ser XML ou HTML"));
  EXPECT_THAT(read_text("null").fault->message, Not(HasSubstr("parece")));
}

TEST(DocumentReader, ADocumentWithoutRecordsIsAFault) {
  expect_all({
      {"", {"vazio 1:1 @0"}},
      {" \n\t\r\n ", {"vazio 3:2 @6"}},
      {"1", {"raiz_invalida 1:1 @0"}},
      {"\n \"text\"", {"raiz_invalida 2:2 @2"}},
      {"null\n", {"raiz_invalida 1:1 @0"}},
      {"a,b,c\n1,2,3", {"raiz_invalida 1:1 @0"}},
      {"<xml/>", {"raiz_invalida 1:1 @0"}},
      {"]", {"raiz_invalida 1:1 @0"}},
      {"\0[]"s, {"raiz_invalida 1:1 @0"}},
      {"PK\x03\x04", {"raiz_invalida 1:1 @0"}},
  });
}

TEST(DocumentReader, AFaultOfAnArrayStandsAtTheFirstByteThatCannotBeThere) {
  const auto fault = [](std::string_view text) { return records_of(text).back(); };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"[", "1:2 @1"},
      {"[{}", "1:4 @3"},
      {"[{},", "1:5 @4"},
      {"[{},]", "1:5 @4"},
      {"[,{}]", "1:2 @1"},
      {"[{} {}]", "1:5 @4"},
      {"[{}}", "1:4 @3"},
      {"[{}]]", "1:5 @4"},
      {"[{}]\n\n x", "3:2 @7"},
      {"[{}]{}", "1:5 @4"},
      {"[\n{\"a\":1},\n{\"a\":01}\n]", "3:7 @17"},
      {"[{\"a\":1.}]", "1:9 @8"},
      {"[{\"a\":.5}]", "1:7 @6"},
      {"[{\"a\":+1}]", "1:7 @6"},
      {"[{\"a\":1e}]", "1:9 @8"},
      {"[{\"a\":1e+}]", "1:10 @9"},
      {"[{\"a\":-}]", "1:8 @7"},
      {"[{\"a\":-a}]", "1:8 @7"},
      {"[{\"a\":0x1}]", "1:8 @7"},
      {"[{\"a\":1f}]", "1:8 @7"},
      {"[{\"a\":NaN}]", "1:7 @6"},
      {"[{\"a\":Infinity}]", "1:7 @6"},
      {"[{\"a\":-Infinity}]", "1:8 @7"},
      {"[{\"a\":tru}]", "1:10 @9"},
      {"[{\"a\":truE}]", "1:10 @9"},
      {"[{\"a\":nulll}]", "1:11 @10"},
      {"[{\"a\":True}]", "1:7 @6"},
      {"[{\"a\":'b'}]", "1:7 @6"},
      {"[{a:1}]", "1:3 @2"},
      {"[{\"a\"}]", "1:6 @5"},
      {"[{\"a\" 1}]", "1:7 @6"},
      {"[{\"a\":}]", "1:7 @6"},
      {"[{\"a\"::1}]", "1:7 @6"},
      {"[{\"a\":1,}]", "1:9 @8"},
      {"[{,\"a\":1}]", "1:3 @2"},
      {"[{\"a\":1 \"b\":2}]", "1:9 @8"},
      {"[{\"a\":1,,\"b\":2}]", "1:9 @8"},
      {"[{1:2}]", "1:3 @2"},
      {"[{\"a\":[1,]}]", "1:10 @9"},
      {"[{\"a\":[1 2]}]", "1:10 @9"},
      {"[{\"a\":[1}]", "1:9 @8"},
      {"[{\"a\":{]}]", "1:8 @7"},
      {"[{\"a\":\"\\q\"}]", "1:9 @8"},
      {"[{\"a\":\"\\u12G4\"}]", "1:12 @11"},
      {"[{\"a\":\"\\u123\"}]", "1:13 @12"},
      {"[{\"a\":\"\\U1234\"}]", "1:9 @8"},
      {"[{\"a\":\"x\ny\"}]", "1:9 @8"},
      {"[{\"a\":\"x\ty\"}]", "1:9 @8"},
      {"[{\"a\":\"x\x1fy\"}]", "1:9 @8"},
      {"[{\"a\":\"x", "1:9 @8"},
      {"[{\"a\":\"x\\", "1:10 @9"},
      {"[{\"a\":\"x\\\"}]", "1:13 @12"},
      {"[{\"a\":tr", "1:9 @8"},
      {"[{\"a\":-", "1:8 @7"},
      {"[12", "1:4 @3"},
      {"[{}\f]", "1:4 @3"},
      {"[{}\v,{}]", "1:4 @3"},
      {"[\xc2\xa0{}]", "1:2 @1"},
      {"[{}\xe2\x80\xa8]", "1:4 @3"},
      {"[{\"a\":\xc3\xa9}]", "1:7 @6"},
      {"[{\"a\":1\xc3\xa9}]", "1:8 @7"},
      {"[{}//x\n]", "1:4 @3"},
      {"[{/**/}]", "1:3 @2"},
      {"[\xef\xbb\xbf{}]", "1:2 @1"},
  };
  for (const auto& [text, where] : cases) {
    EXPECT_EQ(fault(text), "json_malformado " + where) << text;
  }
  EXPECT_EQ(fault("[{}]\0"s), "json_malformado 1:5 @4");
  EXPECT_EQ(fault("[{}\0,{}]"s), "json_malformado 1:4 @3");
}

TEST(DocumentReader, ABrokenObjectIsAFaultOfTheDocument) {
  expect_all({
      {"{", {"json_malformado 1:2 @1"}},
      {"{\"a\":1,}\n{\"b\":2}\n", {"json_malformado 1:8 @7"}},
      {"{\n\"a\":1\n", {"json_malformado 3:1 @8"}},
      {"{}{}", {"0+2 {}", "json_malformado 1:3 @2"}},
      {"{} x\n{}\n", {"0+2 {}", "json_malformado 1:4 @3"}},
      {"{\n}\n{}", {"0+3 {\n}", "json_malformado 3:1 @4"}},
      {"{\"a\":\"\xff\" 1}", {"json_malformado 1:10 @9"}},
  });
}

TEST(DocumentReader, MessagesSayWhyButNoValue) {
  const auto fault = read_text("[{\"segredo\":\n \"valor\" x}]").fault;
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->message, "JSON malformado: esperava vírgula ou o fim do objeto");
  EXPECT_EQ(fault->line, 2);
  EXPECT_EQ(fault->column, 10);
}

TEST(DocumentReader, BytesThatAreNoTextSpoilOneRecord) {
  expect_all({
      {"[{\"a\":\"\xff\"},{}]", {"1+9 {\"a\":\"\xff\"} utf8_invalido", "11+2 {}"}},
      {"[{\"a\":\"\0\"},{}]"s, {"1+9 {\"a\":\"\0\"} utf8_invalido"s, "11+2 {}"}},
      {"[{\"a\":\0},{}]"s, {"1+7 {\"a\":\0} utf8_invalido"s, "9+2 {}"}},
      {"[{\0\"a\":1},{}]"s, {"1+8 {\0\"a\":1} utf8_invalido"s, "10+2 {}"}},
      {"[{\"a\":\xff\"}\"},{}]", {"1+10 {\"a\":\xff\"}\"} utf8_invalido", "12+2 {}"}},
      {"[{\"a\":\"\\\xff}\"},{}]", {"1+11 {\"a\":\"\\\xff}\"} utf8_invalido", "13+2 {}"}},
      {"[{\"\xc3\":1},{}]", {"1+7 {\"\xc3\":1} utf8_invalido", "9+2 {}"}},
      {"{}\n{\"a\":\"\xff\"}\n{}", {"0+2 {}", "3+9 {\"a\":\"\xff\"} utf8_invalido", "13+2 {}"}},
      {"{}\n{}\0\n{}"s, {"0+2 {}", "3+3 {}\0 utf8_invalido"s, "7+2 {}"}},
      {"{}\n\0\0\n{}"s, {"0+2 {}", "3+2 \0\0 utf8_invalido"s, "6+2 {}"}},
      {"{\"a\":\"\xff\"}\n{}", {"0+9 {\"a\":\"\xff\"} utf8_invalido", "10+2 {}"}},
      {"{\"a\":\"\xff\"}", {"0+9 {\"a\":\"\xff\"} utf8_invalido"}},
      // The rest of a spoilt record must still be JSON, or nobody knows where it ends.
      {"[{\"a\":\"\xff\",}]", {"json_malformado 1:11 @10"}},
      {"[{\"a\":\xff],{}]", {"json_malformado 1:8 @7"}},
      {"[{\"a\":\xff", {"json_malformado 1:7 @6"}},
  });
}

TEST(DocumentReader, ARecordTooDeepIsRefusedAndTheOthersLoad) {
  ReadLimits limits;
  limits.depth = 3;
  EXPECT_THAT(records_of("[{\"a\":[[]]},{\"a\":[[[]]]},{}]", limits),
              ElementsAre("1+10 {\"a\":[[]]}", "12+12 {\"a\":[[[]]]} profundidade", "25+2 {}"));
  EXPECT_THAT(
      records_of("{\"a\":[[[]]]}\n[[[[]]]]\n[[[]]]", limits),
      ElementsAre("0+12 {\"a\":[[[]]]} profundidade", "13+8 [[[[]]]] profundidade", "22+6 [[[]]]"));
  EXPECT_THAT(records_of("{\"a\":[[[]]]}", limits),
              ElementsAre("0+12 {\"a\":[[[]]]} profundidade"));
  EXPECT_THAT(records_of("[[[[[}]]]]]", limits), ElementsAre("json_malformado 1:6 @5"));
  EXPECT_THAT(records_of("{}\n[[[[}\n", limits), ElementsAre("0+2 {}", "3+5 [[[[} json_invalido"));
}

TEST(DocumentReader, TheUsualDepthLimitIs512) {
  const auto nested = [](std::size_t depth) {
    return "[" + std::string(depth, '[') + std::string(depth, ']') + "]";
  };
  EXPECT_FALSE(read_text(nested(512)).records.at(0).fault);
  EXPECT_EQ(read_text(nested(513)).records.at(0).fault, RecordFault::depth);
  EXPECT_EQ(read_text(nested(1000000)).records.at(0).fault, RecordFault::depth);
  const Reading open = read_text(std::string(1000000, '['));
  ASSERT_TRUE(open.fault);
  EXPECT_EQ(open.fault->offset, 1000000U);
}

TEST(DocumentReader, OfARecordTooLongTheBeginningIsGivenAndItsWholeSize) {
  ReadLimits limits;
  limits.record_bytes = 8;
  EXPECT_THAT(records_of("[{\"a\":12},{\"a\":123},{}]", limits),
              ElementsAre("1+8 {\"a\":12}", "10+9 {\"a\":123 tamanho", "20+2 {}"));
  EXPECT_THAT(records_of("{\"a\":12}\n{\"a\":123}\n{}", limits),
              ElementsAre("0+8 {\"a\":12}", "9+9 {\"a\":123 tamanho", "19+2 {}"));
  EXPECT_THAT(records_of("{\"a\":12345}", limits), ElementsAre("0+11 {\"a\":123 tamanho"));
  EXPECT_THAT(records_of("{\"a\":12345}\n{}", limits),
              ElementsAre("0+11 {\"a\":123 tamanho", "12+2 {}"));
  // Too long counts before everything else.
  EXPECT_THAT(records_of("{}\n{\"a\":\"\xff\"}\n{\"a\":---}\n", limits),
              ElementsAre("0+2 {}", "3+9 {\"a\":\"\xff\" tamanho", "13+9 {\"a\":--- tamanho"));
  EXPECT_THAT(records_of("[{\"a\":---}]", limits), ElementsAre("json_malformado 1:8 @7"));
}

TEST(DocumentReader, ALongRecordAmongShortOnesIsReadWhole) {
  const std::string big = "{\"a\":\"" + std::string(3U << 20U, 'x') + "\"}";
  const Reading array = read_text("[{}," + big + ",{}]");
  ASSERT_EQ(array.records.size(), 3U);
  EXPECT_EQ(array.records[1].bytes, big);
  EXPECT_EQ(array.records[2].offset, 5 + big.size());
  const Reading lines = read_text("{}\n" + big + "\n{}");
  ASSERT_EQ(lines.records.size(), 3U);
  EXPECT_EQ(lines.records[1].bytes, big);

  ReadLimits limits;
  limits.record_bytes = 1U << 20U;
  for (const std::string& text : {"[{}," + big + ",{}]", "{}\n" + big + "\n{}"}) {
    const Reading cut = read_all(source_of(text), limits);
    ASSERT_EQ(cut.records.size(), 3U);
    EXPECT_EQ(cut.records[1].bytes, big.substr(0, 1U << 20U));
    EXPECT_EQ(cut.records[1].size, big.size());
    EXPECT_EQ(cut.records[1].fault, RecordFault::size);
    EXPECT_EQ(cut.records[2].bytes, "{}");
  }
}

TEST(DocumentReader, SpacesBehindALineDoNotMakeItTooLong) {
  ReadLimits limits;
  limits.record_bytes = 1000;
  const std::string spaces(200000, ' ');
  EXPECT_THAT(records_of("{}\n{\"a\":1}" + spaces + "\r\n{}", limits),
              ElementsAre("0+2 {}", "3+7 {\"a\":1}", std::to_string(12 + spaces.size()) + "+2 {}"));
  EXPECT_EQ(records_of("{}\n{\"a\":1}" + spaces + "x\n{}", limits).size(), 3U);
  EXPECT_EQ(read_all(source_of("{}\n{\"a\":1}" + spaces + "x\n{}"), limits).records.at(1).fault,
            RecordFault::size);
}

TEST(DocumentReader, NumbersAndEscapesArePassedOnUntouched) {
  const std::string record =
      R"({"big":123456789012345678901234567890123456789012345678901234567890,"tiny":1e-400,)"
      R"("huge":1E+400,"zero":-0,"decimal":0.1000000000000000000000000000000000000000000000001,)"
      R"("lone":"\ud800 \udc00 \u0000","all":"\"\\\/\b\f\n\r\t\u00e7\uD83D\uDC04","":""})";
  for (const std::string& text : {"[" + record + "]", record, record + "\n" + record}) {
    const Reading reading = read_text(text);
    ASSERT_FALSE(reading.fault);
    EXPECT_EQ(reading.records.back().bytes, record);
    EXPECT_FALSE(reading.records.back().fault);
  }
}

TEST(DocumentReader, AThrowingSourceLeavesAReaderThatCanBeDestroyed) {
  for (const std::size_t good : {0U, 1U, 3U, 30U, 3000U}) {
    std::string text = "[{\"a\":\"\xc3\xa7\"}";
    while (text.size() < good) text += ",{\"a\":[1,2,3]}";
    text.resize(std::min<std::size_t>(text.size(), good));
    DocumentReader reader(
        [&text, given = false](std::span<char> out) mutable -> std::size_t {
          if (given || text.empty()) throw std::runtime_error("unplugged");
          given = true;
          return text.copy(out.data(), out.size());
        },
        {});
    RawRecord record;
    EXPECT_THROW(while (reader.next(record)){}, std::runtime_error) << good;
    EXPECT_FALSE(reader.fault());
  }
}

TEST(DocumentReader, NothingIsReadBeforeTheFirstRecordIsAskedFor) {
  int reads = 0;
  {
    const DocumentReader reader(
        [&reads](std::span<char>) {
          ++reads;
          return std::size_t{0};
        },
        {});
    EXPECT_EQ(reader.bytes_read(), 0U);
  }
  EXPECT_EQ(reads, 0);
}

TEST(DocumentReader, TheSourceIsNotAskedAgainAfterItsEnd) {
  for (const std::string text : {"[{}]", "{}\n{}\n", "{}", "", "[", "12", "{\"a\":"}) {
    int ends = 0;
    std::string_view rest = text;
    read_all([&](std::span<char> out) {
      const std::size_t size = rest.copy(out.data(), std::min<std::size_t>(out.size(), 2));
      rest.remove_prefix(size);
      ends += size == 0 ? 1 : 0;
      return size;
    });
    EXPECT_LE(ends, 1) << text;
  }
}

}  // namespace
}  // namespace gdo::decode
