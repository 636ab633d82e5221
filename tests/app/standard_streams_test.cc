#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

#include "app/terminal/terminal.h"

namespace gdo::app {
namespace {

bool holds_in_a_child(const std::function<bool()>& what) {
  const pid_t child = fork();
  if (child == 0) _exit(what() ? 0 : 1);
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(StandardStreams, WhatIsOpenedLaterIsNotTakenForAClosedOne) {
  EXPECT_TRUE(holds_in_a_child([] {
    for (const int descriptor : {0, 1, 2}) close(descriptor);
    occupy_standard_streams();
    return open("/dev/null", O_RDWR) > 2 && write(1, "x", 1) < 0 && errno == EBADF &&
           write(2, "x", 1) < 0 && errno == EBADF;
  }));
}

TEST(StandardStreams, OpenOnesAreLeftAsTheyAre) {
  EXPECT_TRUE(holds_in_a_child([] {
    close(0);
    occupy_standard_streams();
    return write(1, "", 0) == 0 && write(2, "", 0) == 0;
  }));
}

TEST(StandardStreams, AFullStderrStopsNothing) {
  EXPECT_TRUE(holds_in_a_child([] {
    if (dup2(open("/dev/full", O_WRONLY), 2) != 2) return false;
    write_stderr("lost");
    return true;
  }));
}

}  // namespace
}  // namespace gdo::app
