#include <gtest/gtest.h>

#include <vector>

#include "config/setting_values.h"

namespace gdo::config {
namespace {

TEST(NearestWord, CountsTypedDroppedChangedAndSwappedLetters) {
  EXPECT_EQ(edit_distance("status", "status"), 0U);
  EXPECT_EQ(edit_distance("staus", "status"), 1U);
  EXPECT_EQ(edit_distance("sttaus", "status"), 1U);
  EXPECT_EQ(edit_distance("", "run"), 3U);
  EXPECT_EQ(edit_distance("db-host", "DB_HOST"), 0U);
}

TEST(NearestWord, FindsWhatWasMeant) {
  const std::vector<std::string> known = {"DB_HOST", "DB_PORT", "DB_NAME", "GDO_LAKE"};
  EXPECT_EQ(nearest_word("DB_HOTS", known), "DB_HOST");
  EXPECT_EQ(nearest_word("db_prot", known), "DB_PORT");
  EXPECT_EQ(nearest_word("GDO_LAEK", known), "GDO_LAKE");
}

TEST(NearestWord, GivesNothingWhenNoneIsNear) {
  const std::vector<std::string> known = {"run", "status", "audit"};
  EXPECT_EQ(nearest_word("zebra", known), std::nullopt);
  EXPECT_EQ(nearest_word("", known), std::nullopt);
  EXPECT_EQ(nearest_word(std::string(100000, 'a'), known), std::nullopt);
}

}  // namespace
}  // namespace gdo::config
