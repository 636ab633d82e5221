#include <gtest/gtest.h>

#include <string>

#include "store/object_store.h"

namespace gdo::store {
namespace {

TEST(ObjectName, WhatProducersWriteOrHideIsIgnored) {
  for (const char* name : {".x", "a/.x", ".a/x", "a/.b/c", "x.tmp", "a/x.part", "a/", "/"})
    EXPECT_TRUE(ignored_name(name)) << name;
  for (const char* name :
       {"x", "a/x.json", "a.b/c", "x.tmp.json", "a.tmp/x", "a//x", "xpart", "é\n"})
    EXPECT_FALSE(ignored_name(name)) << name;
}

TEST(ObjectName, WhatCannotBeAFileInsideTheRootIsRefused) {
  for (const char* name : {"", "/", "/x", "x/", "a//b", ".", "..", "../x", "a/../b", "a/..", "./a"})
    EXPECT_FALSE(valid_file_name(name)) << name;
  EXPECT_FALSE(valid_file_name(std::string("a\0b", 3)));
  for (const char* name : {"x", "a/b", "...", "..a", "a..", "a\nb", "\xff\xfe", "a b"})
    EXPECT_TRUE(valid_file_name(name)) << name;
}

TEST(ObjectName, SplitsAtTheLastSlash) {
  EXPECT_EQ(folder_of("a/b/c"), "a/b");
  EXPECT_EQ(base_of("a/b/c"), "c");
  EXPECT_EQ(folder_of("c"), "");
  EXPECT_EQ(base_of("c"), "c");
}

}  // namespace
}  // namespace gdo::store
