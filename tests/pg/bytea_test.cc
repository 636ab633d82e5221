#include <gtest/gtest.h>

#include "base/error.h"
#include "pg/param.h"

namespace gdo::pg {
namespace {

TEST(Bytea, BytesOfPostgresHex) {
  EXPECT_EQ(bytes_of_hex("\\x"), "");
  EXPECT_EQ(bytes_of_hex("\\x7b7d"), "{}");
  EXPECT_EQ(bytes_of_hex("\\x00ff0a"), std::string("\0\xff\n", 3));
  EXPECT_THROW(bytes_of_hex("7b7d"), Error);
}

}  // namespace
}  // namespace gdo::pg
