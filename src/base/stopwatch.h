#pragma once

#include <chrono>
#include <cstdint>

namespace gdo {

// How long something takes, from its construction on, by a clock that nobody sets.
class Stopwatch {
 public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_);
  }
  // The same as a number, for a column duracao_ms.
  std::int64_t ms() const { return elapsed().count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace gdo
