#include "app/terminal/progress.h"

#include <gtest/gtest.h>

#include "app/terminal/terminal.h"
#include "base/log.h"

namespace gdo::app {
namespace {

using std::chrono::milliseconds;

Progress half() { return {"raw", "files", 50, 100, 20'000, 5'000'000, 10'000'000}; }

TEST(Progress, ShowsCountsRatesAndTimeLeft) {
  EXPECT_EQ(progress_line(half(), milliseconds(2000), 0),
            "raw   50 %  50/100 files  20,000 records  5.0 MB  10,000/s  2.5 MB/s  ETA 2.0 s");
}

TEST(Progress, DrawsABarWhereThereIsRoom) {
  const std::string line = progress_line(half(), milliseconds(2000), 120);
  EXPECT_NE(line.find("[████████        ]"), std::string::npos) << line;
}

TEST(Progress, NeverTakesMoreThanItsLine) {
  for (int columns = 1; columns < 130; ++columns) {
    EXPECT_LE(text_width(progress_line(half(), milliseconds(2000), columns)),
              static_cast<std::size_t>(columns));
  }
}

TEST(Progress, SaysNothingOfTotalsItDoesNotKnow) {
  const Progress unknown{"raw", "files", 3, 0, 10, 0, 0};
  EXPECT_EQ(progress_line(unknown, milliseconds(1000), 0), "raw  3 files  10 records  10/s");
}

TEST(Progress, MoreDoneThanExpectedIsAllDone) {
  Progress more = half();
  more.bytes_done = 20'000'000;
  EXPECT_NE(progress_line(more, milliseconds(2000), 0).find("100 %"), std::string::npos);
}

TEST(Progress, ALogLineMayBeWrittenWhileABarComesAndGoes) {
  testing::internal::CaptureStderr();
  {
    ProgressBar bar({false, false, 0}, false);
    bar.update(half());
    log::info("while it is there");
  }
  log::info("after it has gone");
  const std::string output = testing::internal::GetCapturedStderr();
  EXPECT_NE(output.find("while it is there"), std::string::npos);
  EXPECT_NE(output.find("after it has gone"), std::string::npos);
}

}  // namespace
}  // namespace gdo::app
