#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <utility>

namespace gdo::store {

// Owns a file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// Modification time in nanoseconds since 1970: the generation of a file.
std::int64_t generation_of(const struct stat& status) noexcept;

// ObjectInfo::stamp: of the inode and the time of its last change, which no writer can set.
std::int64_t stamp_of(const struct stat& status) noexcept;

inline std::uint64_t size_of(const struct stat& status) noexcept {
  return static_cast<std::uint64_t>(status.st_size);
}

// Whether both describe the same bytes of the same file, as far as the file system knows.
bool same_version(const struct stat& left, const struct stat& right) noexcept;

// What errno says, in words; safe in many threads.
std::string error_text(int error_number);

}  // namespace gdo::store
