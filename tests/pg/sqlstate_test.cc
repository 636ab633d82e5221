#include "pg/sqlstate.h"

#include <gtest/gtest.h>

#include <utility>

namespace gdo::pg {
namespace {

TEST(Sqlstate, KindSaysWhatACallerCanDo) {
  const std::pair<const char*, ErrorKind> cases[] = {
      {"08006", ErrorKind::database_unreachable},
      {"57P01", ErrorKind::database_unreachable},
      {"57P02", ErrorKind::database_unreachable},
      {"57P03", ErrorKind::database_unreachable},
      {"40001", ErrorKind::transient},
      {"40P01", ErrorKind::transient},
      {"55P03", ErrorKind::transient},
      {"57014", ErrorKind::transient},
      {"53300", ErrorKind::transient},
      {"53400", ErrorKind::transient},
      {"53100", ErrorKind::database},
      {"42501", ErrorKind::config},
      {"25006", ErrorKind::config},
      {"53200", ErrorKind::database},
      {"23505", ErrorKind::database},
      {"42P01", ErrorKind::database},
      {"22P02", ErrorKind::database},
      {"", ErrorKind::database},
  };
  for (const auto& [sqlstate, kind] : cases) EXPECT_EQ(kind_of(sqlstate), kind) << sqlstate;
}

TEST(Sqlstate, RefusedDataIsToldFromEverythingElse) {
  for (const char* sqlstate : {"22P02", "22021", "22003", "54000", "23502", "23514"}) {
    EXPECT_TRUE(refuses_data(Error(ErrorKind::database, "", sqlstate))) << sqlstate;
  }
  for (const char* sqlstate : {"23505", "42P01", "53100", ""}) {
    EXPECT_FALSE(refuses_data(Error(ErrorKind::database, "", sqlstate))) << sqlstate;
  }
  EXPECT_FALSE(refuses_data(Error(ErrorKind::internal, "", "22P02")));
}

TEST(Sqlstate, SqlIsShortenedBetweenCharacters) {
  EXPECT_EQ(abbreviated_sql("  SELECT\n\t 1 "), "SELECT 1");
  const std::string long_sql = std::string(79, 'x') + "éé";
  EXPECT_EQ(abbreviated_sql(long_sql), std::string(79, 'x') + "é…");
}

}  // namespace
}  // namespace gdo::pg
