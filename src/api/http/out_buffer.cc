#include "api/http/out_buffer.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/http/body_store.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kOutAtOnce = 256U << 10U;

}  // namespace

OutBuffer::~OutBuffer() {
  if (file_ >= 0) ::close(file_);
}

bool OutBuffer::add(std::string_view bytes) {
  if (bytes.empty()) return true;
  {
    std::unique_lock lock(mutex_);
    const bool room = taken_.wait_for(
        lock, kPatience, [&] { return closed_ || written_ - read_ < kOnDisk || written_ == 0; });
    if (closed_ || !room) return false;
    const bool file_in_use = written_ > read_;
    if (!file_in_use && memory_.size() + bytes.size() <= std::max(kInMemory, bytes.size())) {
      memory_ += bytes;
    } else {
      if (file_ < 0) file_ = nameless_file();
      write_at(file_, bytes, written_);
      written_ += bytes.size();
    }
  }
  wake_();
  return true;
}

void OutBuffer::end(bool whole) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    ended_ = true;
    whole_ = whole;
  }
  wake_();
}

std::string OutBuffer::take() {
  std::function<void()> fallen;
  std::string bytes = take_next(fallen);
  // Without the lock: it may add to this very buffer, or be the last to know it.
  if (fallen) fallen();
  return bytes;
}

std::string OutBuffer::take_next(std::function<void()>& fallen) {
  const std::lock_guard lock(mutex_);
  std::string bytes = std::move(memory_);
  memory_.clear();
  if (bytes.empty() && written_ > read_) {
    bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kOutAtOnce, written_ - read_)));
    const ssize_t got = pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(read_));
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (bytes.empty()) {
      // A file that cannot be read back: better no answer than half of one.
      ended_ = true;
      whole_ = false;
      read_ = written_;
    }
    read_ += bytes.size();
    if (read_ == written_ && ftruncate(file_, 0) == 0) read_ = written_ = 0;
  }
  taken_.notify_all();
  if (size() <= fallen_to_) fallen = std::exchange(fallen_, nullptr);
  return bytes;
}

bool OutBuffer::falls_to(std::uint64_t bytes, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return taken_.wait_for(lock, patience, [&] { return closed_ || size() <= bytes; });
}

void OutBuffer::when_fallen_to(std::uint64_t bytes, std::function<void()> call) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    if (size() > bytes) {
      fallen_ = std::move(call);
      fallen_to_ = bytes;
      return;
    }
  }
  call();
}

bool OutBuffer::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_ && size() == 0;
}

bool OutBuffer::broken() const {
  const std::lock_guard lock(mutex_);
  return !whole_;
}

void OutBuffer::close() {
  std::function<void()> dropped;  // after the lock: it may own what ends this buffer
  const std::lock_guard lock(mutex_);
  dropped = std::exchange(fallen_, nullptr);
  closed_ = true;
  taken_.notify_all();
}

std::uint64_t OutBuffer::waiting() const {
  const std::lock_guard lock(mutex_);
  return size();
}

}  // namespace gdo::api
