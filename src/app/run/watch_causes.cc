#include "app/run/watch_causes.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/log.h"

namespace gdo::app {
namespace {

constexpr std::string_view kWatched = "pending/";
constexpr std::string_view kFolderUri = "file://";
constexpr std::chrono::milliseconds kStopIsNoticed{200};
constexpr std::chrono::seconds kRest{5};
// A file that was opened and never closed is looked at after its settle time, not sooner than this.
constexpr std::chrono::seconds kShortestWriting{1};
// The whole of it, whatever was heard: what a process that died had in hand, what failed before.
constexpr std::chrono::seconds kComplete{60};
// Between listings of a lake whose arrivals are told; and of a bucket that nobody tells of.
constexpr std::chrono::seconds kInterval{10};
constexpr std::chrono::seconds kShortestPause{1};
constexpr std::chrono::seconds kLongestPause{30};
// Of so many listings of the lake one looks into the database, too: for alerts, and whether files
// that were moved were written to since.
constexpr int kListingsALook = 3;
// So long after a file was moved its writer may still append to it.
constexpr std::chrono::minutes kLateWriters{10};

std::unique_ptr<store::FolderArrivals> watch_folder(const store::ObjectStore& store) {
  if (!store.uri().starts_with(kFolderUri)) return nullptr;
  return std::make_unique<store::FolderArrivals>(store.uri().substr(kFolderUri.size()),
                                                 std::string(kWatched));
}

}  // namespace

Due everything() {
  return {.raw = true, .look_back = true, .trusted = true, .service = true, .alerts = true};
}

void Due::add(const Due& more) {
  raw |= more.raw;
  look_back |= more.look_back;
  trusted |= more.trusted;
  service |= more.service;
  alerts |= more.alerts;
  tenants.insert(more.tenants.begin(), more.tenants.end());
}

WatchCauses::WatchCauses(store::ObjectStore* store, const store::StoreOptions& options,
                         std::chrono::milliseconds settle,
                         std::optional<std::chrono::seconds> interval)
    : store_(store),
      settle_(store != nullptr && store->may_be_half_written() ? settle
                                                               : std::chrono::milliseconds(0)),
      asked_interval_(interval),
      interval_(interval.value_or(kInterval)),
      pause_(kShortestPause),
      arrivals_(store == nullptr ? nullptr : watch_folder(*store)),
      notifications_(store == nullptr ? nullptr
                                      : store::open_notifications(store->uri(), kWatched, options)),
      settling_(settle_,
                [this](const store::ObjectInfo& object) {
                  return arrivals_ != nullptr && arrivals_->is_closed(object);
                }),
      next_listing_(Clock::now() + (is_told() ? interval_ : pause_)),
      next_complete_(Clock::now() + std::max(kComplete, interval_)),
      next_look_(Clock::now() + kListingsALook * interval_) {}

void WatchCauses::loaded() {
  loaded_ = Clock::now();
  pause_ = kShortestPause;
  if (!is_told()) next_listing_ = std::min(next_listing_, *loaded_ + pause_);
}

// Whether listings only find what was not told, or are to be made when the user said.
bool WatchCauses::is_told() const {
  return asked_interval_ || arrivals_ != nullptr || store_ == nullptr ||
         (notifications_ != nullptr && notifications_->listening());
}

std::chrono::seconds WatchCauses::until_next_listing() {
  if (is_told()) return interval_;
  const auto pause = pause_;
  pause_ = std::min(kLongestPause, pause_ * 2);
  return pause;
}

void WatchCauses::listen(const pg::ConnectOptions& server) {
  if (signals_) return;
  signals_ = std::make_unique<control::WorkSignals>(server);
}

void WatchCauses::hear() {
  try {
    if (signals_) signals_->poll();
  } catch (const Error& error) {
    log::debug("{}; it is made again", error.what());
    signals_.reset();
  }
  missed_ |= signals_ == nullptr;
}

bool WatchCauses::take_trusted() {
  hear();
  return missed_ || signals_->take_trusted();
}

Due WatchCauses::take_service() {
  hear();
  if (missed_) return {.service = true};
  return {.tenants = signals_->take_tenants()};
}

void WatchCauses::try_again(const Due& due) { again_.add(due); }

Due WatchCauses::wait(const StopFlag& stop, const std::function<void()>& at_rest) {
  missed_ = signals_ == nullptr;
  const auto begun = Clock::now();
  bool rested = false;
  Due due;
  for (;;) {
    look(due);
    if (due.any() || stop.requested()) return due;
    if (!rested && Clock::now() - begun >= kRest) {
      at_rest();
      rested = true;
    }
    sleep();
  }
}

void WatchCauses::look(Due& due) {
  hear();
  if (missed_) return due.add(everything());
  if (signals_->take_trusted()) due.trusted = true;
  due.tenants.merge(signals_->take_tenants());
  const auto now = Clock::now();
  look_at_lake(due, now);
  look_at_clock(due, now);
}

void WatchCauses::look_at_lake(Due& due, Clock::time_point now) {
  if (arrivals_ != nullptr) {
    arrivals_->poll();
    due.raw |= arrivals_->take_arrived();
    if (const auto opened = arrivals_->take_opened()) {
      const auto whole = *opened + std::max<std::chrono::milliseconds>(settle_, kShortestWriting);
      look_at_ = std::min(look_at_.value_or(whole), whole);
    }
  }
  due.raw |= notifications_ != nullptr && notifications_->take_arrived();
  const auto settles = settling_.earliest();
  due.raw |= (settles && now >= *settles) || (look_at_ && now >= *look_at_);
  if (due.raw) look_at_.reset();
}

void WatchCauses::look_at_clock(Due& due, Clock::time_point now) {
  if (now >= next_complete_) {
    next_complete_ = now + std::max(kComplete, interval_);
    next_listing_ = now + until_next_listing();
    next_look_ = now + kListingsALook * interval_;
    again_ = {};
    return due.add(everything());
  }
  if (now < next_listing_) return;
  next_listing_ = now + until_next_listing();
  if (arrivals_ != nullptr) arrivals_->watch_new_folders();
  due.alerts = now >= next_look_;
  if (due.alerts) next_look_ = now + kListingsALook * interval_;
  const bool late = due.alerts && loaded_ && now - *loaded_ < kLateWriters;
  if (store_ != nullptr && (late || something_pending())) due.raw = due.look_back = true;
  due.add(std::exchange(again_, {}));
}

bool WatchCauses::something_pending() { return !store_->list(kWatched).objects.empty(); }

void WatchCauses::sleep() {
  auto longest = std::min(
      kStopIsNoticed, std::chrono::ceil<std::chrono::milliseconds>(next_listing_ - Clock::now()));
  for (const auto& time : {settling_.earliest(), look_at_}) {
    if (time)
      longest =
          std::min(longest, std::chrono::ceil<std::chrono::milliseconds>(*time - Clock::now()));
  }
  std::array<pollfd, 3> sources{};
  nfds_t count = 0;
  if (arrivals_ != nullptr) sources.at(count++) = {arrivals_->descriptor(), POLLIN, 0};
  if (notifications_ != nullptr) sources.at(count++) = {notifications_->descriptor(), POLLIN, 0};
  if (signals_ != nullptr) sources.at(count++) = {signals_->descriptor(), POLLIN, 0};
  ::poll(sources.data(), count, static_cast<int>(std::max<long>(longest.count(), 0)));
}

}  // namespace gdo::app
