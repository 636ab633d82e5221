#include "store/local/posix_file.h"

#include <unistd.h>

#include <system_error>

namespace gdo::store {

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

std::int64_t generation_of(const struct stat& status) noexcept {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

std::int64_t stamp_of(const struct stat& status) noexcept {
  const auto changed = static_cast<std::uint64_t>(status.st_ctim.tv_sec) * 1'000'000'000U +
                       static_cast<std::uint64_t>(status.st_ctim.tv_nsec);
  const std::uint64_t mixed =
      changed ^ (static_cast<std::uint64_t>(status.st_ino) * 0x9e3779b97f4a7c15U);
  return mixed == 0 ? 1 : static_cast<std::int64_t>(mixed);
}

bool same_version(const struct stat& left, const struct stat& right) noexcept {
  return left.st_dev == right.st_dev && left.st_ino == right.st_ino &&
         left.st_size == right.st_size && stamp_of(left) == stamp_of(right) &&
         generation_of(left) == generation_of(right);
}

std::string error_text(int error_number) { return std::generic_category().message(error_number); }

}  // namespace gdo::store
