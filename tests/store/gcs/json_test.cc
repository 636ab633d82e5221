#include "store/gcs/json.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::store {
namespace {

constexpr const char* kObject = R"({"name":"a/é.json","generation":"9007199254740993","size":"12",)"
                                R"("updated":"2026-01-31T12:00:00.123Z","crc32c":"4waSgw=="})";

TEST(GcsJson, AGenerationBeyondADoublesPrecisionIsExact) {
  const auto info = parse_gcs_object(kObject);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->name, "a/é.json");
  EXPECT_EQ(info->generation, 9007199254740993);
  EXPECT_EQ(info->size, 12U);
  EXPECT_EQ(info->updated_ns, 1769860800123000000);
  EXPECT_EQ(info->crc32c, 0xE3069283);
}

TEST(GcsJson, NumbersMayBeNumbersAndOthersMayBeMissing) {
  const auto info = parse_gcs_object(R"({"generation":9007199254740993,"size":0})");
  ASSERT_TRUE(info);
  EXPECT_EQ(info->generation, 9007199254740993);
  EXPECT_FALSE(info->crc32c);
  EXPECT_EQ(info->updated_ns, 0);
}

TEST(GcsJson, AnAnswerCutShortOrGarbledGivesNothing) {
  const std::string whole = kObject;
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(parse_gcs_object(whole.substr(0, size))) << size;
  for (const char* wrong :
       {R"({"size":"1"})", R"({"generation":"1"})", R"({"generation":"1x","size":"1"})",
        R"({"generation":"-1","size":"1"})", R"({"generation":"1","size":-1})",
        R"({"generation":"99999999999999999999","size":"1"})", "[]", "null", "<html>"})
    EXPECT_FALSE(parse_gcs_object(wrong)) << wrong;
}

TEST(GcsJson, ListsMayBeEmptyAndPaged) {
  EXPECT_TRUE(parse_gcs_list("{}")->objects.empty());
  EXPECT_TRUE(parse_gcs_list(R"({"kind":"storage#objects","items":null})")->objects.empty());
  const auto page =
      parse_gcs_list(R"({"nextPageToken":"t","items":[)" + std::string(kObject) + "]}");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->next, "t");
  EXPECT_EQ(page->objects.at(0).generation, 9007199254740993);
  const auto empty = parse_gcs_list(R"({"items":[{"name":"x","generation":"1"}]})");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->objects.at(0).size, 0U);
  EXPECT_FALSE(parse_gcs_list(R"({"items":[{"name":"x"}]})"));
  EXPECT_FALSE(parse_gcs_list(R"({"items":[{"generation":"1","size":"1"}]})"));
}

TEST(GcsJson, ARewriteIsDoneOrHasAToken) {
  EXPECT_EQ(parse_gcs_rewrite(R"({"done":false,"rewriteToken":"t"})")->token, "t");
  const auto done = parse_gcs_rewrite(R"({"done":true,"resource":)" + std::string(kObject) + "}");
  ASSERT_TRUE(done && done->resource);
  EXPECT_TRUE(done->done);
  EXPECT_FALSE(parse_gcs_rewrite(R"({"done":false})"));
  EXPECT_FALSE(parse_gcs_rewrite("{}"));
}

TEST(GcsJson, RefusalsTellMessageAndReason) {
  const auto refusal = parse_gcs_refusal(
      R"({"error":{"code":403,"message":"no access","errors":[{"reason":"forbidden"}]}})");
  EXPECT_EQ(refusal.message, "no access");
  EXPECT_EQ(refusal.reason, "forbidden");
  EXPECT_EQ(parse_gcs_refusal("<html>").message, "");
}

TEST(GcsJson, TimesAreExactToTheNanosecond) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_rfc3339("2026-01-31T12:00:00.000000001Z"), 1769860800000000001);
  EXPECT_EQ(parse_rfc3339("2026-01-31T09:30:00-02:30"), 1769860800000000000);
  EXPECT_EQ(parse_rfc3339("2026-01-31T14:00:00.5+02:00"), 1769860800500000000);
  for (const char* wrong : {"", "2026-01-31", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
                            "2026-01-31T12:00:00", "2026-01-31T12:00:00Zx", "x026-01-31T12:00:00Z"})
    EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
}

}  // namespace
}  // namespace gdo::store
