#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "store/object_store.h"

namespace gdo::raw {

// Tells files that their producer has finished from those that were changed a moment ago. A file
// that came by a rename with an old time has settled. Not for two threads at once.
class Settling {
 public:
  using Clock = std::chrono::steady_clock;

  // time: since the last change; 0 = everything has settled. is_closed: of an object whose writer
  // is known to have closed it, which has settled at once.
  explicit Settling(std::chrono::milliseconds time,
                    std::function<bool(const store::ObjectInfo&)> is_closed = {})
      : time_(time), is_closed_(std::move(is_closed)) {}

  // A listing of pending/ begins: forgets who was waiting, and what was seen of all others.
  void begin_listing();
  [[nodiscard]] bool is_settled(const store::ObjectInfo& object);
  // The objects of the listing that had not.
  const std::vector<std::string>& waiting() const { return waiting_; }

  // Waits until those that did not change again have settled: at most the settle time. False when
  // there is nothing to wait for, or the run is to stop.
  [[nodiscard]] bool wait(const StopFlag& stop) const;

  // When the first of those that wait may have settled.
  std::optional<Clock::time_point> earliest() const;
  // Those that still change after several times the settle time.
  std::vector<std::string> restless() const;

 private:
  struct Seen {
    std::int64_t generation = 0;
    std::uint64_t size = 0;
    Clock::time_point since;  // by our own clock: the lake's may be ahead of it
    Clock::time_point settles;
    Clock::time_point first;  // of any version
  };

  const std::chrono::milliseconds time_;
  const std::function<bool(const store::ObjectInfo&)> is_closed_;
  std::map<std::string, Seen> seen_;
  std::vector<std::string> waiting_;
};

}  // namespace gdo::raw
