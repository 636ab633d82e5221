#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "store/object_store.h"
#include "support/temporary_folder.h"

namespace gdo::store {
namespace {

TEST(OpenStore, UnderstandsFoldersAndBuckets) {
  StoreOptions options;
  options.emulator_host = "localhost:1";
  EXPECT_EQ(open_store("file:///a/b/", options)->uri(), "file:///a/b");
  EXPECT_EQ(open_store("/a/./b", options)->uri(), "file:///a/b");
  EXPECT_EQ(open_store("gs://bucket", options)->uri(), "gs://bucket");
  EXPECT_EQ(open_store("gs://bucket/data lake/", options)->uri(), "gs://bucket/data lake");
}

TEST(OpenStore, RefusesWhatItDoesNotUnderstand) {
  for (const char* wrong : {"", "s3://bucket", "file://relative", "file://", "gs://", "gs:///x",
                            "gs://buck et/x", "http://x"}) {
    try {
      (void)open_store(wrong, {});
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config) << wrong;
    }
  }
}

TEST(OpenStore, AMissingRootIsToldWhenItIsUsed) {
  const test::TemporaryFolder folder;
  const auto store = open_store((folder.path() / "none").string(), {});
  for (const auto& use :
       {std::function<void()>([&] { (void)store->list(""); }),
        std::function<void()>([&] { (void)store->stat("x"); }),
        std::function<void()>([&] { (void)store->create("x", ""); }),
        std::function<void()>([&] { (void)store->move_all({}); }), std::function<void()>([&] {
          (void)store->open({"x", 1});
        })}) {
    try {
      use();
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::lake_unreachable);
      EXPECT_NE(std::string(error.what()).find("none"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace gdo::store
