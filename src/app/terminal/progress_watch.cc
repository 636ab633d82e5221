#include "app/terminal/progress_watch.h"

#include <chrono>

namespace gdo::app {

ProgressWatch::ProgressWatch(const Terminal& terminal, bool quiet, std::function<Progress()> state)
    : bar_(terminal, quiet), thread_([this, state = std::move(state)](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        const auto never = [] { return false; };
        while (!stop.stop_requested()) {
          ended_.wait_for(lock, stop, std::chrono::milliseconds(100), never);
          bar_.update(state());
        }
      }) {}

}  // namespace gdo::app
