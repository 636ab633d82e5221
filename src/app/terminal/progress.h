#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "app/terminal/terminal.h"

namespace gdo::app {

// How far a long task is. Totals of 0 are not known (yet).
struct Progress {
  std::string label;  // what is being worked on, e.g. "raw caixas"
  std::string unit = "files";
  std::int64_t files_done = 0;
  std::int64_t files_total = 0;
  std::int64_t records = 0;  // 0 = not counted
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
};

// One line of text for that state, at most `columns` wide (0 = unlimited).
std::string progress_line(const Progress& progress, std::chrono::milliseconds elapsed, int columns);

// Shows progress on stderr: a bar that redraws itself on a terminal, a plain line every few seconds
// elsewhere. Steps aside while a log line is written. update() may come from any thread.
class ProgressBar {
 public:
  // quiet: shows nothing.
  ProgressBar(const Terminal& terminal, bool quiet);
  ~ProgressBar();  // takes the bar off the screen
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void update(const Progress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  static void before_log_line();
  static void after_log_line();
  void draw();
  void erase();

  const Terminal terminal_;
  const bool quiet_;
  Progress progress_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point shown_ = started_;
  bool visible_ = false;
  bool hidden_for_line_ = false;
};

// Asks how far a task is, ten times a second, and shows it until it goes out of scope.
class ProgressWatch {
 public:
  // state: called from another thread; what it looks at must outlive the watch.
  ProgressWatch(const Terminal& terminal, bool quiet, std::function<Progress()> state);

 private:
  ProgressBar bar_;
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;  // the last member: it ends before the bar goes
};

}  // namespace gdo::app
