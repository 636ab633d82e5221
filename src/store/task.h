#pragma once

#include <algorithm>
#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "store/http/client.h"

namespace gdo::store {

// What a coroutine will return. Starts when it is awaited (or spawned), and then runs on whatever
// thread resumes it: for the tasks of a GCS store that is its HTTP client's one thread, so they
// need no locks among themselves. Owns the coroutine.
template <typename T>
class [[nodiscard]] Task;

namespace task_detail {

struct FinalAwaiter {
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) const noexcept {
    return done.promise().continuation;
  }
  void await_resume() const noexcept {}
};

struct PromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr exception;

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { exception = std::current_exception(); }
};

}  // namespace task_detail

template <typename T>
class [[nodiscard]] Task {
 public:
  struct promise_type : task_detail::PromiseBase {  // NOLINT(readability-identifier-naming): C++'s
    std::optional<T> value;
    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    void return_value(T result) { value.emplace(std::move(result)); }
  };
  using Handle = std::coroutine_handle<promise_type>;

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    handle_.promise().continuation = awaiting;
    return handle_;
  }
  T await_resume() {
    if (handle_.promise().exception) std::rethrow_exception(handle_.promise().exception);
    return std::move(*handle_.promise().value);
  }

 private:
  explicit Task(Handle handle) : handle_(handle) {}
  Handle handle_;
};

// The result of a task, or what it threw.
template <typename T>
using TaskOutcome = std::variant<T, std::exception_ptr>;

namespace task_detail {

// Runs at once and destroys itself at its end.
struct Detached {
  struct promise_type {  // NOLINT(readability-identifier-naming): C++'s
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

}  // namespace task_detail

// Starts the task here and now; calls finished(TaskOutcome<T>) when it ends, which must not throw.
template <typename T, typename Finished>
task_detail::Detached spawn(Task<T> task, Finished finished) {
  std::optional<TaskOutcome<T>> outcome;
  try {
    outcome.emplace(co_await task);
  } catch (...) {
    outcome.emplace(std::current_exception());
  }
  finished(std::move(*outcome));
}

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
