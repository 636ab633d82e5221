#include "synth/parts.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"

namespace gdo::synth {
namespace {

class Workshop {
 public:
  Workshop(std::size_t count, const PartsOptions& options,
           const std::function<void(std::size_t, Part&)>& make,
           const std::function<void(Part&)>& done)
      : count_(count), options_(options), make_(make), done_(done) {}

  void run() {
    std::vector<std::thread> threads;
    const auto wanted = std::min(count_, static_cast<std::size_t>(std::max(1, options_.threads)));
    for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work() {
    TextBuffer text;
    TextBuffer packed;
    try {
      for (std::size_t i = next_++; i < count_ && !failed_; i = next_++) {
        if (options_.stop != nullptr && options_.stop->requested()) {
          throw Error(ErrorKind::interrupted,
                      "generation was stopped; the lake is incomplete, delete it and start again");
        }
        Part part{.pending = options_.pending, .text = text, .packed = packed};
        make_(i, part);
        hand_over(i, std::move(part.manifest), part.counts);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  struct Made {
    TextBuffer manifest;
    std::array<PayloadCounts, kPayloads> counts{};
  };

  void hand_over(std::size_t number, TextBuffer manifest,
                 const std::array<PayloadCounts, kPayloads>& counts) {
    const std::lock_guard lock(mutex_);
    waiting_[number] = {std::move(manifest), counts};
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == handed_;
         first = waiting_.erase(first), ++handed_) {
      Part part{.pending = options_.pending, .text = unused_, .packed = unused_};
      part.manifest = std::move(first->second.manifest);
      part.counts = first->second.counts;
      done_(part);
    }
  }

  std::size_t count_;
  const PartsOptions& options_;
  const std::function<void(std::size_t, Part&)>& make_;
  const std::function<void(Part&)>& done_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::map<std::size_t, Made> waiting_;
  std::size_t handed_ = 0;
  TextBuffer unused_;
};

}  // namespace

void make_parts(std::size_t count, const PartsOptions& options,
                const std::function<void(std::size_t, Part&)>& make,
                const std::function<void(Part&)>& done) {
  Workshop(count, options, make, done).run();
}

}  // namespace gdo::synth
