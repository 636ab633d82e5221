#include "config/setting_values.h"

#include <gtest/gtest.h>

namespace gdo::config {
namespace {

TEST(SettingValues, SizesTakeUnits) {
  struct Case {
    const char* text;
    std::uint64_t bytes;
  };
  const Case cases[] = {{"1", 1},           {"64MiB", 67108864}, {"64M", 67108864},
                        {"500 kB", 500000}, {"1G", 1073741824},  {"2GB", 2000000000}};
  for (const Case& one : cases) {
    std::uint64_t bytes = 0;
    EXPECT_FALSE(read_bytes(one.text, 1, UINT64_MAX, bytes).has_value()) << one.text;
    EXPECT_EQ(bytes, one.bytes) << one.text;
  }
}

TEST(SettingValues, SizesRefuseWhatIsNoSize) {
  std::uint64_t bytes = 77;
  for (const char* const text : {"", "x", "-1", "1.5M", "64 Mi", "99999999999999999999", "M",
                                 "18446744073709551615G", "0", "101"}) {
    EXPECT_TRUE(read_bytes(text, 1, 100, bytes).has_value()) << text;
  }
  EXPECT_EQ(bytes, 77U);
}

TEST(SettingValues, NumbersKeepTheirRange) {
  std::int64_t number = 0;
  EXPECT_FALSE(read_integer("65535", 1, 65535, number).has_value());
  EXPECT_EQ(number, 65535);
  for (const char* const text : {"0", "65536", "5432x", " 5432", "", "5e3", "+5"}) {
    EXPECT_TRUE(read_integer(text, 1, 65535, number).has_value()) << text;
  }
  double real = 0;
  EXPECT_FALSE(read_real("0.5", 0.1, 3600, real).has_value());
  EXPECT_DOUBLE_EQ(real, 0.5);
  for (const char* const text : {"nan", "inf", "0", "1e9", "30s", ""}) {
    EXPECT_TRUE(read_real(text, 0.1, 3600, real).has_value()) << text;
  }
}

TEST(SettingValues, HostsAreNamesOrSocketFolders) {
  for (const char* const text :
       {"localhost", "db.example.com", "10.0.0.1", "::1", "/run/postgresql", "a,b"}) {
    EXPECT_FALSE(check_host(text).has_value()) << text;
  }
  for (const char* const text : {"postgresql://db/gdo", "ana:x@db", "a b", "db/gdo", "db\n"}) {
    EXPECT_TRUE(check_host(text).has_value()) << text;
  }
}

TEST(SettingValues, TokensAreSixLowercaseHexCharacters) {
  for (const char* const text : {"a1b2c3", "000000", "ffffff"}) {
    EXPECT_FALSE(check_tenant(text).has_value()) << text;
  }
  for (const char* const text :
       {"", "a1b2c", "a1b2c3d", "A1B2C3", "g1b2c3", "a1b2c ", "é", "a=b"}) {
    EXPECT_TRUE(check_tenant(text).has_value()) << text;
  }
}

TEST(SettingValues, EmulatorHostsMayHaveSchemeAndPort) {
  for (const char* const text :
       {"localhost:4443", "http://127.0.0.1:9000", "http://gcs/", "https://[::1]:4443", "gcs",
        "[::1]", "http://localhost:4443/storage/v1", "http://localhost:4443/storage/v1/"}) {
    EXPECT_FALSE(check_emulator_host(text).has_value()) << text;
  }
  for (const char* const text : {"http://", "a:b", "a:0", "a:70000", "u:p@host:1", "a b:1",
                                 "host:1/path", "::1", "/storage/v1"}) {
    EXPECT_TRUE(check_emulator_host(text).has_value()) << text;
  }
}

TEST(SettingValues, ASubscriptionIsAProjectsByItsFullName) {
  for (const char* text : {"projects/p/subscriptions/s", "projects/p-1/subscriptions/gdo.lake_2"}) {
    EXPECT_FALSE(check_subscription(text).has_value()) << text;
  }
  for (const char* text :
       {"", "s", "projects/p", "projects//subscriptions/s", "projects/p/subscriptions/",
        "projects/p/subscriptions/s/", "projects/p/q/subscriptions/s", "projects/p/topics/t",
        "projects/p/subscriptions/s?x", "projects/p/subscriptions/a b",
        "projects/p/subscriptions/s\n", "/projects/p/subscriptions/s"}) {
    EXPECT_TRUE(check_subscription(text).has_value()) << text;
  }
}

TEST(SettingValues, LakesBecomeAbsoluteUris) {
  struct Case {
    const char* text;
    const char* uri;
  };
  const Case cases[] = {
      {"file:///data/lake", "file:///data/lake"},
      {"file:///data/lake//", "file:///data/lake"},
      {"/data/lake/", "file:///data/lake"},
      {"lake", "file:///base/lake"},
      {"../lake", "file:///lake"},
      {"gs://bucket", "gs://bucket"},
      {"gs://bucket/a/b/", "gs://bucket/a/b"},
      {"file:///with space", "file:///with space"},
  };
  for (const Case& one : cases) {
    std::string uri;
    EXPECT_EQ(read_lake(one.text, "/base", uri), std::nullopt) << one.text;
    EXPECT_EQ(uri, one.uri) << one.text;
  }
}

TEST(SettingValues, LakesRefuseOtherShapes) {
  for (const char* const text :
       {"s3://bucket/x", "file://host/x", "file:///", "/", "gs://", "gs://B/x", "gs://a/x",
        "gs://user:pw@bucket/x", "gs://bucket/a//b", "gs://bucket/../x", "gs:///x", "a\nb"}) {
    std::string uri = "untouched";
    EXPECT_NE(read_lake(text, "/base", uri), std::nullopt) << text;
    EXPECT_EQ(uri, "untouched") << text;
  }
}

}  // namespace
}  // namespace gdo::config
