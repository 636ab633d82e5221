#include "base/worker_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace gdo {
namespace {

TEST(WorkerThreads, AllRunAndWhatOneThrowsIsThrownWhenTheOthersAreDone) {
  std::atomic<int> begun{0};
  std::atomic<int> ended{0};
  const auto work = [&] {
    if (begun++ == 1) throw std::runtime_error("one of them");
    ++ended;
  };
  EXPECT_THROW(run_workers(4, work), std::runtime_error);
  EXPECT_EQ(ended, 3);
  run_workers(3, [&] { ++ended; });
  EXPECT_EQ(ended, 6);
}

}  // namespace
}  // namespace gdo
