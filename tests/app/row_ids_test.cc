#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/arguments.h"
#include "base/error.h"

namespace gdo::app {
namespace {

TEST(RowIds, ReadsWholeNumbersAboveZero) {
  EXPECT_THAT(row_ids({"1", "9223372036854775807"}), testing::ElementsAre(1, 9223372036854775807));
}

TEST(RowIds, RefusesEverythingElse) {
  for (const char* const word : {"", "0", "-1", "x", "1x", " 1", "1.0", "9223372036854775808"}) {
    EXPECT_THROW(row_id(word), Error) << word;
  }
}

}  // namespace
}  // namespace gdo::app
