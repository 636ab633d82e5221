#include "pg/cluster/server_programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ServerProgramsTest : public testing::Test {
 protected:
  ServerProgramsTest() : path_(std::getenv("PATH") == nullptr ? "" : std::getenv("PATH")) {
    setenv("PATH", (folder_.path() / "in_path").c_str(), 1);
  }
  ~ServerProgramsTest() override { setenv("PATH", path_.c_str(), 1); }

  fs::path install(const std::string& folder, const std::string& version) {
    const fs::path bin = folder_.path() / folder;
    fs::create_directories(bin);
    for (const char* program : {"initdb", "postgres"}) {
      std::ofstream(bin / program) << "#!/bin/sh\necho 'postgres (PostgreSQL) " << version << "'\n";
      fs::permissions(bin / program, fs::perms(0755));
    }
    return bin;
  }
  fs::path debian() const { return folder_.path() / "debian"; }
  std::string refusal(int major) const {
    try {
      find_server_programs(major, debian());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      return error.what();
    }
    return "nothing was thrown";
  }

  test::TemporaryFolder folder_;
  std::string path_;
};

TEST_F(ServerProgramsTest, NewestIsTakenUnlessTheDataAsksForAnother) {
  install("debian/9.6/bin", "9.6");
  const fs::path older = install("debian/15/bin", "15.1");
  const fs::path newest = install("debian/16/bin", "16.1");
  EXPECT_EQ(find_server_programs(0, debian()).folder, newest);
  EXPECT_EQ(find_server_programs(0, debian()).major, 16);
  EXPECT_EQ(find_server_programs(15, debian()).folder, older);
}

TEST_F(ServerProgramsTest, ThoseInPathServeWhereDebiansAreMissing) {
  const fs::path bin = install("in_path", "17.2 (Debian 17.2-1)");
  EXPECT_EQ(find_server_programs(0, debian()).folder, bin);
  EXPECT_EQ(find_server_programs(0, debian()).major, 17);
}

TEST_F(ServerProgramsTest, MissingOrUnfitOnesSayWhatToInstall) {
  EXPECT_THAT(refusal(0), HasSubstr("apt-get install postgresql"));
  install("debian/9.6/bin", "9.6");
  EXPECT_THAT(refusal(0), HasSubstr("apt-get install postgresql"));
  install("debian/15/bin", "15.1");
  EXPECT_THAT(refusal(14), HasSubstr("apt-get install postgresql-14"));
}

}  // namespace
}  // namespace gdo::pg
