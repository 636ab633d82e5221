#include "raw/settling.h"

#include <algorithm>
#include <thread>

namespace gdo::raw {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kStopIsNoticed{50};
constexpr int kTimesOfPatience = 3;

// How long ago, by the lake's times and our clock; negative when the lake's clock is ahead.
nanoseconds since_changed(const store::ObjectInfo& object) {
  return std::chrono::system_clock::now().time_since_epoch() - nanoseconds(object.updated_ns);
}

}  // namespace

void Settling::begin_listing() {
  std::map<std::string, Seen> seen;
  for (const std::string& name : waiting_) {
    if (const auto one = seen_.find(name); one != seen_.end()) seen.insert(*one);
  }
  seen_ = std::move(seen);
  waiting_.clear();
}

bool Settling::is_settled(const store::ObjectInfo& object) {
  if (time_.count() == 0) return true;
  const nanoseconds age = since_changed(object);
  if (age >= time_ || (is_closed_ && is_closed_(object))) return true;
  const auto now = Clock::now();
  const auto left = age.count() < 0 ? time_ : std::chrono::ceil<milliseconds>(time_ - age);
  Seen fresh{object.generation, object.size, now, now + left, now};
  const auto [place, is_new] = seen_.try_emplace(object.name, fresh);
  Seen& seen = place->second;
  const bool same = seen.generation == object.generation && seen.size == object.size;
  if (!is_new && same && now - seen.since >= time_) return true;
  if (!same) {
    fresh.first = seen.first;
    seen = fresh;
  }
  waiting_.push_back(object.name);
  return false;
}

bool Settling::wait(const StopFlag& stop) const {
  if (waiting_.empty()) return false;
  auto until = Clock::now();
  for (const std::string& name : waiting_) until = std::max(until, seen_.at(name).settles);
  while (!stop.requested() && Clock::now() < until) std::this_thread::sleep_for(kStopIsNoticed);
  return !stop.requested();
}

std::optional<Settling::Clock::time_point> Settling::earliest() const {
  std::optional<Clock::time_point> first;
  for (const std::string& name : waiting_) {
    const auto settles = seen_.at(name).settles;
    if (!first || settles < *first) first = settles;
  }
  return first;
}

std::vector<std::string> Settling::restless() const {
  std::vector<std::string> names;
  for (const std::string& name : waiting_) {
    if (Clock::now() - seen_.at(name).first >= kTimesOfPatience * time_) names.push_back(name);
  }
  return names;
}

}  // namespace gdo::raw
