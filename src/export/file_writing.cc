#include "export/file_writing.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.h"

namespace gdo::exports {

void fail_file(std::string_view doing, std::string_view name) {
  const int number = errno;
  if (number == ENOSPC || number == EDQUOT) {
    throw Error(
        ErrorKind::transient,
        fmt::format("the disk is full: cannot {} {}; make room and run again", doing, name));
  }
  throw Error(ErrorKind::config, fmt::format("cannot {} {}: {}", doing, name,
                                             std::generic_category().message(number)));
}

bool write_all(int descriptor, std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      return false;
    } else if (errno != EINTR) {
      fail_file("write to", name);
    }
  }
  return true;
}

}  // namespace gdo::exports
