#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/stop.h"
#include "store/object_store.h"

namespace gdo::raw {

// Tells files that their producer has finished from those that were changed a moment ago. A file
// that came by a rename with an old time has settled. Not for two threads at once.
class Settling {
 public:
  // time: since the last change; 0 = everything has settled.
  explicit Settling(std::chrono::milliseconds time) : time_(time) {}

  // A listing of pending/ begins: forgets who was waiting, not what was seen of them.
  void begin_listing() { waiting_.clear(); }
  [[nodiscard]] bool is_settled(const ObjectInfo& object);
  // The objects of the listing that had not.
  const std::vector<std::string>& waiting() const { return waiting_; }

  // Waits until those that did not change again have settled: at most the settle time. False when
  // there is nothing to wait for, or the run is to stop.
  [[nodiscard]] bool wait(const StopFlag& stop) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Seen {
    std::int64_t generation = 0;
    std::uint64_t size = 0;
    Clock::time_point since;  // by our own clock: the lake's may be ahead of it
    Clock::time_point settles;
  };

  const std::chrono::milliseconds time_;
  std::map<std::string, Seen> seen_;
  std::vector<std::string> waiting_;
};

}  // namespace gdo::raw
