#pragma once

#include <atomic>

namespace gdo {

// Someone asked this process to stop: finish the transaction in hand, start no other, and leave
// with ErrorKind::interrupted. One writer may be a signal handler; any thread may look.
class StopFlag {
 public:
  StopFlag() = default;
  StopFlag(const StopFlag&) = delete;
  StopFlag& operator=(const StopFlag&) = delete;

  bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "set inside a signal handler");
};

}  // namespace gdo
