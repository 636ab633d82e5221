#include "api/http/body_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/error.h"

namespace gdo::api {

int nameless_file() {
  const std::filesystem::path folder = std::filesystem::temp_directory_path();
  const int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  // Not every file system has files without names.
  std::string name = (folder / "gdo-XXXXXX").string();
  const int named = mkostemp(name.data(), O_CLOEXEC);
  if (named < 0) {
    throw Error(ErrorKind::transient, fmt::format("cannot make a temporary file in {}: {}",
                                                  folder.string(), std::strerror(errno)));
  }
  unlink(name.c_str());
  return named;
}

void write_at(int descriptor, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written =
        pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      throw Error(ErrorKind::transient,
                  fmt::format("cannot write to a temporary file: {}; free some disk, or set TMPDIR",
                              std::strerror(errno)));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

BodyStore::~BodyStore() {
  unmap();
  if (descriptor_ >= 0) close(descriptor_);
}

BodyStore::BodyStore(BodyStore&& other) noexcept
    : memory_(std::move(other.memory_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, {})) {}

BodyStore& BodyStore::operator=(BodyStore&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(mapped_, other.mapped_);
  return *this;
}

void BodyStore::append(std::string_view bytes) {
  unmap();
  if (in_memory() && size_ + bytes.size() > kInMemory) move_to_file();
  if (in_memory()) {
    memory_ += bytes;
  } else {
    write_at(descriptor_, bytes, size_);
  }
  size_ += bytes.size();
}

void BodyStore::move_to_file() {
  descriptor_ = nameless_file();
  write_at(descriptor_, memory_, 0);
  memory_ = {};
}

void BodyStore::unmap() {
  if (mapped_.empty()) return;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): munmap wants what mmap gave.
  munmap(const_cast<char*>(mapped_.data()), mapped_.size());
  mapped_ = {};
}

std::string_view BodyStore::whole() const {
  if (in_memory()) return memory_;
  if (mapped_.empty()) {
    void* const start = mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
    if (start == MAP_FAILED) {
      throw Error(ErrorKind::transient,
                  fmt::format("cannot read back a temporary file: {}", std::strerror(errno)));
    }
    mapped_ = {static_cast<const char*>(start), size_};
  }
  return mapped_;
}

}  // namespace gdo::api
