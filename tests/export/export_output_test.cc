#include "export/export_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace gdo::exports {
namespace {

class PartFileTest : public testing::Test {
 protected:
  std::unique_ptr<PartFile> open(bool go_on = false, const std::string& request = "r") const {
    return std::make_unique<PartFile>(file_, request, go_on);
  }
  std::string content(const std::string& name) const {
    std::ifstream stream(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  bool exists(const std::string& name) const {
    return std::filesystem::exists(folder_.path() / name);
  }
  // As a process that was killed leaves it: `noted` can be gone on from, `lost` cannot.
  void leave(const std::string& noted, const std::string& lost) const {
    const auto part = open();
    EXPECT_TRUE(part->write(noted));
    part->reached({.rows = 2, .key = {"a", "2"}});
    EXPECT_TRUE(part->write(lost));
  }
  static ErrorKind kind_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::internal;
  }

  gdo::test::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "f.csv";
};

TEST_F(PartFileTest, AppearsUnderItsNameOnlyWhenComplete) {
  const auto part = open();
  EXPECT_TRUE(part->write("abc"));
  EXPECT_FALSE(exists("f.csv"));
  part->reached({.rows = 1, .key = {"a"}});
  part->finish();
  EXPECT_EQ(content("f.csv"), "abc");
  EXPECT_FALSE(exists("f.csv.part"));
  EXPECT_FALSE(exists("f.csv.part.estado"));
}

TEST_F(PartFileTest, GoesOnFromWhatWasNoted) {
  leave("abc", "half a r");
  const auto part = open(true);
  ASSERT_TRUE(part->start());
  EXPECT_EQ(part->start()->rows, 2);
  EXPECT_EQ(part->start()->key, (std::vector<std::string>{"a", "2"}));
  EXPECT_TRUE(part->write("def"));
  part->finish();
  EXPECT_EQ(content("f.csv"), "abcdef");
}

TEST_F(PartFileTest, StartsAgainWhenNotToldToGoOn) {
  leave("abc", "d");
  const auto part = open();
  EXPECT_FALSE(part->start());
  EXPECT_TRUE(part->write("x"));
  part->finish();
  EXPECT_EQ(content("f.csv"), "x");
}

TEST_F(PartFileTest, RefusesToGoOnWithAnotherRequestsPart) {
  leave("abc", "");
  EXPECT_EQ(kind_of([&] { open(true, "another request"); }), ErrorKind::config);
  EXPECT_EQ(content("f.csv.part"), "abc");
}

TEST_F(PartFileTest, StartsWhereThereIsNothingToGoOnFrom) {
  const auto starts_anew = [&](const char* when) {
    const auto part = open(true);
    EXPECT_FALSE(part->start()) << when;
    EXPECT_TRUE(part->write("x"));
    part->finish();
    EXPECT_EQ(content("f.csv"), "x") << when;
  };
  starts_anew("nothing is there");
  std::ofstream(folder_.path() / "f.csv.part") << "abc";
  starts_anew("killed before the first state");
  leave("abc", "");
  std::filesystem::rename(folder_.path() / "f.csv.part", file_);
  starts_anew("killed between the last rename and the state's end");
  leave("abc", "");
  std::filesystem::resize_file(folder_.path() / "f.csv.part", 1);
  starts_anew("the part is shorter than its state says");
}

TEST_F(PartFileTest, IsOneProcessAtATime) {
  const auto first = open();
  EXPECT_EQ(kind_of([&] { open(); }), ErrorKind::transient);
}

TEST_F(PartFileTest, LeavesAnOlderFileUntilTheNewOneIsComplete) {
  std::ofstream(file_) << "old";
  {
    const auto part = open();
    EXPECT_TRUE(part->write("new"));
  }
  EXPECT_EQ(content("f.csv"), "old");
}

TEST(StreamOutputTest, AFullDiskIsSaidAndAReaderThatLeftIsNot) {
  std::signal(SIGPIPE, SIG_IGN);
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  StreamOutput disk(full);
  try {
    static_cast<void>(disk.write("x"));
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
    EXPECT_NE(std::string(error.what()).find("disk is full"), std::string::npos);
  }
  ::close(full);
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  StreamOutput pipe(ends[1]);
  EXPECT_FALSE(pipe.write("x"));
  ::close(ends[1]);
}

}  // namespace
}  // namespace gdo::exports
