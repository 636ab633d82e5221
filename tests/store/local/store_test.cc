#include "store/local/store.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace gdo::store {
namespace {

namespace fs = std::filesystem;

class LocalLake : public testing::Test {
 protected:
  void write(const fs::path& name, const std::string& bytes) const {
    const fs::path file = root_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  std::vector<std::string> names(std::string_view prefix) {
    std::vector<std::string> all;
    std::string page;
    do {
      ListPage listed = store_.list(prefix, page);
      for (const ObjectInfo& info : listed.objects) all.push_back(info.name);
      page = listed.next;
    } while (!page.empty());
    return all;
  }

  ReadResult read(const ReadRequest& request) {
    ReadResult only;
    store_.read_all({&request, 1},
                    [&](std::size_t, ReadResult result) { only = std::move(result); });
    return only;
  }

  const test::TemporaryFolder folder_;
  const fs::path root_ = folder_.path() / "lake";
  const bool made_ = fs::create_directory(root_);
  LocalStore store_{root_.string()};
};

TEST_F(LocalLake, ListsInByteOrderOfTheFullName) {
  for (const char* name : {"a/x", "a.json", "a-b", "a/b/c", "a0", "B", "\xff", "é"})
    write(name, "1");
  const std::vector<std::string> listed = names("");
  EXPECT_EQ(listed.size(), 8U);
  EXPECT_TRUE(std::is_sorted(listed.begin(), listed.end()));
}

TEST_F(LocalLake, PagesGoOnAlsoInAnotherStore) {
  std::set<std::string> made;
  for (int index = 0; index < 2500; ++index) {
    const std::string name =
        (index % 3 == 0 ? "p/sub/" : "p/") + std::string("f") + std::to_string(index);
    write(name, "1");
    made.insert(name);
  }
  write("q/other", "1");
  EXPECT_EQ(names("p/"), std::vector<std::string>(made.begin(), made.end()));
  std::vector<std::string> all;
  std::string page;
  do {
    LocalStore another(root_.string());
    ListPage listed = another.list("p/", page);
    for (const ObjectInfo& info : listed.objects) all.push_back(info.name);
    page = listed.next;
  } while (!page.empty());
  EXPECT_EQ(all, std::vector<std::string>(made.begin(), made.end()));
}

TEST_F(LocalLake, APrefixNeedNotEndAtAFolder) {
  for (const char* name : {"ab/x", "abc/y", "ac/z", "ab"}) {
    if (std::string(name) != "ab") write(name, "1");
  }
  EXPECT_EQ(names("ab"), (std::vector<std::string>{"ab/x", "abc/y"}));
  EXPECT_EQ(names("ab/"), (std::vector<std::string>{"ab/x"}));
  EXPECT_EQ(names("ab/x"), (std::vector<std::string>{"ab/x"}));
  EXPECT_TRUE(names("zz/").empty());
  EXPECT_TRUE(names("ab/x/").empty());
  for (const char* outside : {"../", "/", "a/../../", "ab//", ".hidden/"})
    EXPECT_TRUE(names(outside).empty());
}

TEST_F(LocalLake, OnlyRegularFilesAreObjects) {
  write("in/real", "1");
  write(folder_.path() / "outside/secret", "1");
  fs::create_symlink("real", root_ / "in/link");
  fs::create_directory_symlink(folder_.path() / "outside", root_ / "in/away");
  fs::create_directory_symlink("in", root_ / "again");
  ASSERT_EQ(::mkfifo((root_ / "in/fifo").c_str(), 0600), 0);
  EXPECT_EQ(names(""), std::vector<std::string>{"in/real"});
  EXPECT_TRUE(names("again/").empty());
  EXPECT_TRUE(names("in/away/").empty());
  for (const char* name : {"in/link", "in/away/secret", "again/real", "in/fifo", "in"}) {
    EXPECT_FALSE(store_.stat(name)) << name;
    EXPECT_NE(read({name, 1}).status, ReadResult::Status::ok) << name;
  }
}

TEST_F(LocalLake, NoNameLeadsOutside) {
  write(folder_.path() / "outside", "secret");
  struct stat status {};
  ASSERT_EQ(::stat((folder_.path() / "outside").c_str(), &status), 0);
  const std::int64_t generation = generation_of(status);
  write("in/x", "1");
  for (const std::string& name : {std::string("../outside"), std::string("in/../../outside"),
                                  (folder_.path() / "outside").string()}) {
    EXPECT_FALSE(store_.stat(name)) << name;
    EXPECT_EQ(read({name, generation}).status, ReadResult::Status::gone) << name;
    EXPECT_THROW(store_.create(name + "2", "x"), Error) << name;
    const MoveRequest into{"in/x", store_.stat("in/x")->generation, {1, 0, {}}, name + "3"};
    EXPECT_EQ(store_.move_all({&into, 1}).at(0).outcome, MoveResult::Outcome::failed) << name;
    const MoveRequest out{name, generation, {6, 0, {}}, "in/stolen"};
    EXPECT_EQ(store_.move_all({&out, 1}).at(0).outcome, MoveResult::Outcome::failed) << name;
  }
  EXPECT_EQ(names(""), std::vector<std::string>{"in/x"});
  EXPECT_TRUE(fs::exists(folder_.path() / "outside"));
}

TEST_F(LocalLake, AMoveDoesNotFollowALinkedFolder) {
  write("in/x", "1");
  fs::create_directory(folder_.path() / "outside");
  fs::create_directory_symlink(folder_.path() / "outside", root_ / "done");
  const MoveRequest request{"in/x", store_.stat("in/x")->generation, {1, 0, {}}, "done/x"};
  EXPECT_EQ(store_.move_all({&request, 1}).at(0).outcome, MoveResult::Outcome::failed);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "outside"));
  EXPECT_TRUE(store_.stat("in/x"));
}

TEST_F(LocalLake, AFileThatGrowsWhileItIsReadIsToldAtTheEnd) {
  write("x", std::string(100'000, 'a'));
  const auto reader = store_.open({"x", store_.stat("x")->generation});
  std::string buffer(60'000, '\0');
  EXPECT_EQ(reader->read(buffer), buffer.size());
  std::ofstream(root_ / "x", std::ios::app) << "more";
  try {
    while (reader->read(buffer) > 0) {
    }
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
  }
}

TEST_F(LocalLake, AFileSwappedForAnotherIsToldAtTheEnd) {
  write("x", "old bytes");
  const auto reader = store_.open({"x", store_.stat("x")->generation});
  write("new", "new");
  fs::rename(root_ / "new", root_ / "x");
  std::string buffer(100, '\0');
  EXPECT_THROW(while (reader->read(buffer) > 0){}, Error);
}

TEST_F(LocalLake, PartsMayHave255Bytes) {
  const std::string part(255, 'p');
  const std::string name = part + "/" + part;
  const ObjectInfo made = store_.create(name, "x");
  EXPECT_EQ(names(part + "/"), std::vector<std::string>{name});
  EXPECT_EQ(read({name, made.generation}).bytes, "x");
  EXPECT_FALSE(store_.stat(name + "p"));
  EXPECT_TRUE(names(std::string(300, 'p') + "/").empty());
  const MoveRequest request{name, made.generation, {1, 0, {}}, std::string(256, 'q')};
  EXPECT_EQ(store_.move_all({&request, 1}).at(0).outcome, MoveResult::Outcome::source_changed);
  EXPECT_TRUE(store_.stat(name));
}

TEST_F(LocalLake, CreateLeavesNoTemporaryFileAndTakesOverAStaleOne) {
  (void)store_.create("a/x", "one");
  EXPECT_THROW(store_.create("a/x", "two"), Error);
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(root_ / "a")) entries += entry.exists() ? 1U : 0U;
  EXPECT_EQ(entries, 1U);
  EXPECT_EQ(read({"a/x", store_.stat("a/x")->generation}).bytes, "one");
}

TEST_F(LocalLake, AFolderThatCannotBeReadIsNamed) {
  write("p/closed/x", "1");
  fs::permissions(root_ / "p/closed", fs::perms::none);
  const uid_t me = ::geteuid();
  ASSERT_EQ(::seteuid(me == 0 ? 65534 : me), 0);  // root may read everything
  const std::vector<std::string> unreadable = store_.list("p/", "").unreadable;
  ASSERT_EQ(::seteuid(me), 0);
  EXPECT_EQ(unreadable.size(), 1U);
  fs::permissions(root_ / "p/closed", fs::perms::owner_all);
}

}  // namespace
}  // namespace gdo::store
