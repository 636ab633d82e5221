#include "pg/cluster/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "base/error.h"

namespace gdo::pg {

FileLock::FileLock(const std::filesystem::path& file, const SystemUser& owner,
                   std::chrono::seconds patience)
    : fd_(open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) {
  if (fd_ < 0) {
    throw Error(ErrorKind::config,
                fmt::format("cannot open {}: {}", file.string(), std::strerror(errno)));
  }
  // Root's must serve the owner, too. A failure shows when the owner opens it.
  if (geteuid() != owner.uid) [[maybe_unused]]
    const int ignored = fchown(fd_, owner.uid, owner.gid);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      close(fd_);
      throw Error(
          ErrorKind::transient,
          fmt::format("another gdo has been starting or stopping the private PostgreSQL for "
                      "{} s (it holds {}): run again later",
                      patience.count(), file.string()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

FileLock::~FileLock() { close(fd_); }

}  // namespace gdo::pg
