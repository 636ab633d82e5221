#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gdo::api {

// A body as it was received: small ones in memory, larger ones in a file without a name, which goes
// with the object. Moves; not for two threads at once.
class BodyStore {
 public:
  BodyStore() = default;
  ~BodyStore();
  BodyStore(BodyStore&& other) noexcept;
  BodyStore& operator=(BodyStore&& other) noexcept;

  // Throws Error(transient) when the disk is full.
  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }

  // The whole body, when it is small enough to be held; see kInMemory.
  bool in_memory() const { return descriptor_ < 0; }
  const std::string& text() const { return memory_; }
  // The whole body in one piece: of a large one the system holds in memory what it has room for.
  // Valid while the object lives and nothing is appended. Throws Error(transient).
  std::string_view whole() const;

  static constexpr std::size_t kInMemory = 1U << 20U;

 private:
  void move_to_file();
  void unmap();

  std::string memory_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  mutable std::string_view mapped_;  // of the file, once it was asked for
};

// A file without a name in the folder for temporary ones. Throws Error(transient).
int nameless_file();
// Writes all of it at the offset. Throws Error(transient).
void write_at(int descriptor, std::string_view bytes, std::uint64_t offset);

}  // namespace gdo::api
