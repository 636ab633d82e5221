#include "config/connection_string.h"

#include <gtest/gtest.h>

namespace gdo::config {
namespace {

DatabaseSettings awkward() {
  DatabaseSettings db;
  db.host = "/run/pg sql";
  db.name = "it's";
  db.user = "a\\b@c";
  db.password = Secret("p'w\\");
  return db;
}

TEST(ConnectionString, QuotesEveryValue) {
  EXPECT_EQ(connection_string(awkward()),
            "host='/run/pg sql' port='5432' dbname='it\\'s' user='a\\\\b@c' password='p\\'w\\\\' "
            "sslmode='prefer'");
}

TEST(ConnectionString, TheUriHasNoPassword) {
  EXPECT_EQ(connection_uri(awkward()),
            "postgresql://a%5Cb%40c@/it%27s?host=%2Frun%2Fpg%20sql&port=5432&sslmode=prefer");
}

}  // namespace
}  // namespace gdo::config
