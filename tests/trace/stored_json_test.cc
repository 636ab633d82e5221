#include <gtest/gtest.h>

#include "trace/trace_queries.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

TEST(StoredJsonTest, SaysWhatNlohmannReadsOfTheSameText) {
  const char* const texts[] = {
      R"({"b" : 1, "a" : -1, "c" : null, "d" : [true, false, []], "e" : {"x" : {}}})",
      R"({"peso" : 548.000, "lat" : -12.5, "grande" : 18446744073709551615, "e" : 1e3, "z" : 0})",
      R"({"maior_que_todos" : 123456789012345678901234567890})",
      R"("JOSÉ \"ZÉ\" \u00e9 \ud83d\ude00 \\ \/ \n")",
      "null",
      "12",
      R"([{"chave" : {"nr_unidade_abate" : "1003", "dt_abate" : "2025-06-12", "nr_lote_abate" : 4}}])"};
  for (const char* text : texts) {
    const Json expected = Json::parse(text);
    const Json read = read_stored_json(text);
    EXPECT_EQ(read, expected) << text;
    EXPECT_EQ(read.dump(), expected.dump()) << "and in the same order";
    EXPECT_EQ(read.type(), expected.type()) << text;
  }
  EXPECT_TRUE(read_stored_json("[7]")[0].is_number_unsigned());
}

TEST(StoredJsonTest, WhatIsNoJsonThrows) {
  for (const char* text : {"", "{", R"({"a" : })", "nada"}) {
    EXPECT_ANY_THROW(read_stored_json(text)) << text;
  }
}

}  // namespace
}  // namespace gdo::trace
