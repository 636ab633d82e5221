#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "app/terminal/progress.h"

namespace gdo::app {

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
