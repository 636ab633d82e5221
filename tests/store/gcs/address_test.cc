#include "store/gcs/address.h"

#include <gtest/gtest.h>

#include "base/encodings.h"
#include "base/error.h"

namespace gdo::store {
namespace {

const GcsAddress kLake("http://h:1", "bucket", "data/lake");

TEST(GcsAddress, EveryByteOfANameIsEncoded) {
  EXPECT_EQ(percent_encoded("aZ9-._~"), "aZ9-._~");
  EXPECT_EQ(percent_encoded("a/b?c#d%e+f g&h=i"), "a%2Fb%3Fc%23d%25e%2Bf%20g%26h%3Di");
  EXPECT_EQ(percent_encoded("é\n\xff"), "%C3%A9%0A%FF");
}

TEST(GcsAddress, CallsCarryGenerationsAndTheLakesFolder) {
  EXPECT_EQ(kLake.media("a/b", 5),
            "http://h:1/storage/v1/b/bucket/o/data%2Flake%2Fa%2Fb?alt=media&generation=5");
  EXPECT_TRUE(
      kLake.move("a", 5, "b?")
          .starts_with(
              "http://h:1/storage/v1/b/bucket/o/data%2Flake%2Fa/moveTo/o/data%2Flake%2Fb%3F?"
              "ifSourceGenerationMatch=5&ifGenerationMatch=0"));
  EXPECT_NE(kLake.rewrite("a", 5, "b", "t=k").find("&rewriteToken=t%3Dk"), std::string::npos);
}

TEST(GcsAddress, NamesAreRelativeToTheLake) {
  EXPECT_EQ(kLake.uri(), "gs://bucket/data/lake");
  EXPECT_EQ(kLake.lake_name("data/lake/a/b"), "a/b");
  EXPECT_EQ(kLake.lake_name("data/lakes/a"), "");
  EXPECT_EQ(GcsAddress("http://h", "b", "").lake_name("a"), "a");
  EXPECT_EQ(GcsAddress("http://h", "b", "").uri(), "gs://b");
}

TEST(GcsAddress, EmulatorHostIsTakenWithOrWithoutScheme) {
  EXPECT_EQ(gcs_endpoint(""), "https://storage.googleapis.com");
  EXPECT_EQ(gcs_endpoint("localhost:9000"), "http://localhost:9000");
  EXPECT_EQ(gcs_endpoint("http://localhost:9000/"), "http://localhost:9000");
  EXPECT_EQ(gcs_endpoint("https://gcs:443/storage/v1/"), "https://gcs:443");
  for (const char* wrong : {"http://", "ftp://x", "a b", "http://user:secret@host"})
    EXPECT_THROW(gcs_endpoint(wrong), Error) << wrong;
}

}  // namespace
}  // namespace gdo::store
