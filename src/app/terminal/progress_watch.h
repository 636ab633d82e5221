#pragma once

#include <functional>
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
  std::jthread thread_;  // the last member: it ends before the bar goes
};

}  // namespace gdo::app
