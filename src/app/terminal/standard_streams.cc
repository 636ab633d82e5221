#include "app/terminal/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace gdo::app {

void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    // The lowest free number is this one: those before it are open.
    const int flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", flags) < 0) return;
  }
}

void write_stderr(std::string_view text) noexcept {
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stderr);
  static_cast<void>(written);  // there is nobody to tell
  std::fflush(stderr);
}

}  // namespace gdo::app
