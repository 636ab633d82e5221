#include "app/terminal/progress_watch.h"

#include <chrono>

namespace gdo::app {

ProgressWatch::ProgressWatch(const Terminal& terminal, bool quiet, std::function<Progress()> state)
    : bar_(terminal, quiet), thread_([this, state = std::move(state)](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          std::this_thread::sleep_for(std::chrono::milliseconds(100));
          bar_.update(state());
        }
      }) {}

}  // namespace gdo::app
