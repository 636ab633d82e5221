#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gdo::api {

// Threads that take jobs in order. Jobs must not throw.
class Workers {
 public:
  Workers(std::size_t threads, std::size_t longest_queue);
  // Waits for jobs that run; those that wait are dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when too many wait already.
  [[nodiscard]] bool take(std::function<void()> job);
  std::size_t waiting() const;
  std::size_t busy() const;
  std::size_t threads() const { return threads_.size(); }

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::function<void()>> queue_;
  std::size_t longest_queue_;
  std::size_t busy_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace gdo::api
