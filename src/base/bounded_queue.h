#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace gdo {

// A first-in first-out queue between threads that holds items of at most `capacity` together (each
// weighs 1 unless told otherwise; one that is heavier goes in alone), so that a fast producer waits
// for a slow consumer instead of filling memory.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room. False when the queue was closed: the item was not taken.
  [[nodiscard]] bool push(T item, std::size_t weight = 1) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.empty() || load_ + weight <= capacity_; });
    if (closed_) return false;
    load_ += weight;
    items_.emplace_back(std::move(item), weight);
    ready_.notify_one();
    return true;
  }

  // Waits for an item. Empty when the queue is closed and everything was taken.
  [[nodiscard]] std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front().first));
    load_ -= items_.front().second;
    items_.pop_front();
    room_.notify_one();
    return item;
  }

  // No more pushes; items already queued can still be taken.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    ready_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable ready_;
  std::deque<std::pair<T, std::size_t>> items_;
  std::size_t load_ = 0;
  bool closed_ = false;
};

}  // namespace gdo
