#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace gdo {

// A first-in first-out queue between threads that holds items of at most `capacity` together (each
// weighs 1 unless set otherwise; one that is heavier goes in alone), so that a fast producer waits
// for a slow consumer instead of filling memory. Items may be of several kinds: pop() takes the
// kinds in turn, of each the one that came first.
template <typename T, typename Kind = char>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room. False when the queue was closed: the item was not taken.
  [[nodiscard]] bool push(T item, std::size_t weight = 1, const Kind& kind = {}) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.empty() || load_ + weight <= capacity_; });
    if (closed_) return false;
    load_ += weight;
    items_[kind].emplace_back(std::move(item), weight);
    ready_.notify_one();
    return true;
  }

  // Waits until everything was taken, or the queue is closed.
  void wait_empty() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.empty(); });
  }

  // Waits for an item. Empty when the queue is closed and everything was taken.
  [[nodiscard]] std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    auto next = last_ ? items_.upper_bound(*last_) : items_.begin();
    if (next == items_.end()) next = items_.begin();
    last_ = next->first;
    auto& of_kind = next->second;
    std::optional<T> item(std::move(of_kind.front().first));
    load_ -= of_kind.front().second;
    of_kind.pop_front();
    if (of_kind.empty()) items_.erase(next);
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
  std::map<Kind, std::deque<std::pair<T, std::size_t>>> items_;  // with their weights; none empty
  std::optional<Kind> last_;                                     // the kind that was taken last
  std::size_t load_ = 0;
  bool closed_ = false;
};

// Closes a queue at the end of a scope, whatever ends it.
template <typename Queue>
class Closing {
 public:
  explicit Closing(Queue& queue) : queue_(queue) {}
  ~Closing() { queue_.close(); }
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;

 private:
  Queue& queue_;
};

}  // namespace gdo
