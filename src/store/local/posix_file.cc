#include "store/local/posix_file.h"

#include <unistd.h>

#include <system_error>

namespace gdo {

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

std::int64_t generation_of(const struct stat& status) noexcept {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

bool same_version(const struct stat& left, const struct stat& right) noexcept {
  return left.st_dev == right.st_dev && left.st_ino == right.st_ino &&
         left.st_size == right.st_size && generation_of(left) == generation_of(right);
}

std::string error_text(int error_number) { return std::generic_category().message(error_number); }

}  // namespace gdo
