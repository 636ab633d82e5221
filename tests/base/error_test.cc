#include "base/error.h"

#include <gtest/gtest.h>

namespace gdo {
namespace {

TEST(Error, ExitCodesAreThoseScriptsRelyOn) {
  EXPECT_EQ(exit_code(ErrorKind::config), 2);
  EXPECT_EQ(exit_code(ErrorKind::database_unreachable), 3);
  EXPECT_EQ(exit_code(ErrorKind::lake_unreachable), 4);
  EXPECT_EQ(exit_code(ErrorKind::interrupted), 75);
  EXPECT_EQ(exit_code(ErrorKind::transient), 75);
  EXPECT_EQ(exit_code(ErrorKind::database), 1);
}

}  // namespace
}  // namespace gdo
