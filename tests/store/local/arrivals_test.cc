#include "store/local/arrivals.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <fstream>

#include "store/local/store.h"
#include "support/temporary_folder.h"

namespace gdo::store {
namespace {

namespace fs = std::filesystem;

class Arrivals : public testing::Test {
 protected:
  Arrivals() { fs::create_directories(lake() / "pending/animais"); }

  fs::path lake() const { return folder_.path(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(lake() / name, std::ios::app) << text;
  }
  // Whether the kernel has something to tell; within two seconds.
  static bool is_told(const FolderArrivals& arrivals) {
    pollfd source{arrivals.descriptor(), POLLIN, 0};
    return ::poll(&source, 1, 2000) == 1;
  }
  bool is_closed(FolderArrivals& arrivals, const std::string& name) {
    return arrivals.is_closed(store_.stat(name).value());
  }

  test::TemporaryFolder folder_;
  LocalStore store_{folder_.path().string()};
};

TEST_F(Arrivals, AFileIsClosedWhenItsWriterHasClosedIt) {
  FolderArrivals arrivals(lake().string(), "pending/");
  std::ofstream writer(lake() / "pending/animais/a.json");
  writer << "[" << std::flush;
  ASSERT_TRUE(is_told(arrivals));
  arrivals.poll();
  EXPECT_FALSE(arrivals.take_arrived());
  EXPECT_TRUE(arrivals.take_opened().has_value());
  EXPECT_FALSE(is_closed(arrivals, "pending/animais/a.json"));
  writer << "]";
  writer.close();
  arrivals.poll();
  EXPECT_TRUE(arrivals.take_arrived());
  EXPECT_FALSE(arrivals.take_arrived());
  EXPECT_FALSE(arrivals.take_opened().has_value());
  EXPECT_TRUE(is_closed(arrivals, "pending/animais/a.json"));
}

TEST_F(Arrivals, WhatIsWrittenToAfterItWasClosedIsNotTheVersionThatWas) {
  FolderArrivals arrivals(lake().string(), "pending/");
  write("pending/animais/a.json", "1\n");
  arrivals.poll();
  ASSERT_TRUE(is_closed(arrivals, "pending/animais/a.json"));
  std::ofstream writer(lake() / "pending/animais/a.json", std::ios::app);
  writer << "2\n" << std::flush;
  EXPECT_FALSE(is_closed(arrivals, "pending/animais/a.json"));
  writer.close();
  EXPECT_TRUE(is_closed(arrivals, "pending/animais/a.json"));
}

TEST_F(Arrivals, WhatIsMovedIntoPlaceIsWhole) {
  FolderArrivals arrivals(lake().string(), "pending/");
  write("outside.json", "1\n");
  fs::rename(lake() / "outside.json", lake() / "pending/animais/a.json");
  arrivals.poll();
  EXPECT_TRUE(arrivals.take_arrived());
  EXPECT_TRUE(is_closed(arrivals, "pending/animais/a.json"));
}

TEST_F(Arrivals, NamesThatAListingLeavesOutWakeNobody) {
  FolderArrivals arrivals(lake().string(), "pending/");
  write("pending/animais/a.json.tmp", "1\n");
  write("pending/animais/.hidden", "1\n");
  arrivals.poll();
  EXPECT_FALSE(arrivals.take_arrived());
  fs::rename(lake() / "pending/animais/a.json.tmp", lake() / "pending/animais/a.json");
  arrivals.poll();
  EXPECT_TRUE(arrivals.take_arrived());
}

TEST_F(Arrivals, FoldersThatComeLaterAreWatchedWithAllThatIsInThem) {
  fs::remove_all(lake() / "pending");
  FolderArrivals arrivals(lake().string(), "pending/");
  fs::create_directories(lake() / "pending");
  arrivals.poll();
  fs::create_directories(lake() / "pending/caixas/cliente=a1b2c3");
  arrivals.poll();
  EXPECT_TRUE(arrivals.take_arrived());
  write("pending/caixas/cliente=a1b2c3/a.json", "1\n");
  arrivals.poll();
  EXPECT_TRUE(is_closed(arrivals, "pending/caixas/cliente=a1b2c3/a.json"));
}

TEST_F(Arrivals, AFolderThatWasMovedAwayIsWatchedNoLonger) {
  FolderArrivals arrivals(lake().string(), "pending/");
  fs::rename(lake() / "pending/animais", lake() / "animais");
  arrivals.poll();
  (void)arrivals.take_arrived();
  write("animais/a.json", "1\n");
  arrivals.poll();
  EXPECT_FALSE(arrivals.take_arrived());
  fs::rename(lake() / "animais", lake() / "pending/animais");
  arrivals.poll();
  EXPECT_TRUE(arrivals.take_arrived());
}

TEST_F(Arrivals, WhatWasTakenAwayIsForgotten) {
  FolderArrivals arrivals(lake().string(), "pending/");
  { const std::ofstream never_closed_in_time(lake() / "pending/animais/a.json"); }
  fs::remove(lake() / "pending/animais/a.json");
  arrivals.poll();
  EXPECT_FALSE(arrivals.take_opened().has_value());
}

}  // namespace
}  // namespace gdo::store
