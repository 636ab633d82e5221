#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

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

}  // namespace gdo::store
