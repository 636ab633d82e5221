#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

#include "store/http/client.h"
#include "store/task.h"

namespace gdo::store {

// Runs tasks on the client's thread and hands their results to the thread that waits for them, at
// most `window` tasks at a time.
template <typename Result>
class TaskBatch {
 public:
  TaskBatch(HttpClient& client, std::size_t window) : client_(client), window_(window) {}

  // make(index) gives the task (here, not on the client's thread); deliver(index, result) is called
  // here too, one at a time, in the order in which the tasks end. Throws what a task threw; tasks
  // still running then end unheard.
  template <typename Make, typename Deliver>
  void run(std::size_t count, Make make, Deliver deliver) {
    std::size_t started = 0;
    std::vector<Ended> ended;
    for (std::size_t finished = 0; finished < count;) {
      const std::size_t until = std::min(count, finished + window_);
      // In handfuls: a wake-up of the client's thread for each task would cost more than the task.
      if (until - started >= std::min(window_ / 4, count - started)) start(started, until, make);
      wait(ended);
      for (Ended& one : ended) {
        ++finished;
        if (auto* thrown = std::get_if<std::exception_ptr>(&one.outcome))
          std::rethrow_exception(*thrown);
        deliver(one.index, std::move(std::get<Result>(one.outcome)));
      }
      ended.clear();
    }
  }

 private:
  struct Ended {
    std::size_t index;
    TaskOutcome<Result> outcome;
  };
  struct Shared {
    std::mutex mutex;
    std::condition_variable ready;
    std::vector<Ended> ended;
  };

  template <typename Make>
  void start(std::size_t& from, std::size_t until, Make& make) {
    auto tasks = std::make_shared<std::vector<std::pair<std::size_t, Task<Result>>>>();
    for (; from < until; ++from) tasks->emplace_back(from, make(from));
    client_.post([tasks, shared = shared_] {
      for (auto& [index, task] : *tasks) {
        spawn(std::move(task), [shared, index = index](TaskOutcome<Result> outcome) {
          const std::lock_guard lock(shared->mutex);
          shared->ended.push_back({index, std::move(outcome)});
          shared->ready.notify_one();
        });
      }
    });
  }

  void wait(std::vector<Ended>& ended) {
    std::unique_lock lock(shared_->mutex);
    shared_->ready.wait(lock, [&] { return !shared_->ended.empty(); });
    ended.swap(shared_->ended);
  }

  HttpClient& client_;
  const std::size_t window_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

// Runs one task and waits for it.
template <typename Result>
Result run_task(HttpClient& client, Task<Result> task) {
  std::optional<Result> result;
  TaskBatch<Result>(client, 1).run(
      1, [&](std::size_t) { return std::move(task); },
      [&](std::size_t, Result value) { result.emplace(std::move(value)); });
  return std::move(*result);
}

}  // namespace gdo::store
