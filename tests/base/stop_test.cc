#include "base/stop.h"

#include <gtest/gtest.h>

#include <csignal>

namespace gdo {
namespace {

StopFlag* flag_of_handler = nullptr;

TEST(Stop, NothingIsRequestedAtFirst) {
  const StopFlag flag;
  EXPECT_FALSE(flag.requested());
}

TEST(Stop, ASignalHandlerCanRequestIt) {
  StopFlag flag;
  flag_of_handler = &flag;
  auto* const previous = std::signal(SIGUSR1, [](int) { flag_of_handler->request(); });
  std::raise(SIGUSR1);
  std::signal(SIGUSR1, previous);
  EXPECT_TRUE(flag.requested());
}

}  // namespace
}  // namespace gdo
