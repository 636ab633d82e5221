#include "api/event_hub.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "embedded/api_sql.h"
#include "pg/connection.h"

namespace gdo::api {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{500};  // how soon a new watcher or the end is noticed
constexpr milliseconds kAfterLoss{1000};
constexpr int kLooksPerBeat = 30;
// A key made a moment ago may be missing from what was read of the keys just before.
constexpr int kLooksWithoutKey = 4;

constexpr const char* kLastRow = "SELECT coalesce(max(id), 0) FROM log_processamento";

}  // namespace

EventHub::EventHub(Pool& pool, KeyRing& keys)
    : pool_(pool), keys_(keys), thread_([this] { work(); }) {}

void EventHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  watchers_.clear();
}

void EventHub::watch(const std::string& tenant, std::shared_ptr<const Caller> caller,
                     std::shared_ptr<BodyWriter> writer) {
  auto watcher = std::make_shared<Watcher>();
  watcher->tenant = tenant;
  watcher->caller = std::move(caller);
  watcher->writer = std::move(writer);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    watchers_.push_back(std::move(watcher));
  }
  wake_.notify_all();
}

std::size_t EventHub::watchers() const {
  const std::lock_guard lock(mutex_);
  return watchers_.size();
}

void EventHub::work() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !watchers_.empty(); });
      if (stopping_) return;
    }
    try {
      listen();
    } catch (const std::exception&) {
      // The database is gone; those who watch learn from a beat that we are still here.
      beat();
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, kAfterLoss, [this] { return stopping_; })) return;
    }
  }
}

void EventHub::listen() {
  std::unique_ptr<pg::Connection> connection = pool_.take();
  try {
    connection->query("LISTEN gdo_eventos");
    notify_all(*connection);
    connection->query("UNLISTEN gdo_eventos");
  } catch (...) {
    pool_.give_back(std::move(connection));
    throw;
  }
  pool_.give_back(std::move(connection));
}

// Those who still watch, by a key that is alive; none when it is time to end.
std::vector<std::shared_ptr<EventHub::Watcher>> EventHub::remaining() {
  const std::lock_guard lock(mutex_);
  for (const auto& watcher : watchers_) {
    watcher->without_key = keys_.is_alive(watcher->caller->id) ? 0 : watcher->without_key + 1;
    watcher->gone = watcher->gone || watcher->without_key >= kLooksWithoutKey;
  }
  std::erase_if(watchers_, [](const auto& watcher) { return watcher->gone; });
  return stopping_ ? std::vector<std::shared_ptr<Watcher>>{} : watchers_;
}

void EventHub::notify_all(pg::Connection& listening) {
  for (int looks = 0;; ++looks) {
    const std::vector<std::shared_ptr<Watcher>> all = remaining();
    if (all.empty()) return;
    const bool notified = pg::wait_for_notification(listening, kLook);
    for (const auto& watcher : all) {
      if (notified || watcher->last < 0) notify(*watcher);
    }
    if (looks % kLooksPerBeat == kLooksPerBeat - 1) beat();
  }
}

void EventHub::notify(Watcher& watcher) {
  Session session(pool_, nullptr,
                  {.tenant = watcher.tenant,
                   .role = watcher.caller->database_role(),
                   .timeout = std::chrono::seconds{10}});
  if (watcher.last < 0) {
    watcher.last = session.connection().query(kLastRow).integer(0, 0);
    return;
  }
  const pg::Result rows =
      session.connection().query(api_sql::new_log_rows, {watcher.tenant, watcher.last});
  for (int row = 0; row < rows.rows(); ++row) {
    watcher.last = std::max(watcher.last, rows.integer(row, 0));
    const bool read = watcher.writer->write(
        fmt::format("event: log\nid: {}\ndata: {}\n\n", rows.text(row, 0), rows.text(row, 1)));
    watcher.gone = watcher.gone || !read;
  }
  if (rows.rows() > 0) watcher.writer->flush();
}

// Shows that the connection lives, and finds out who left.
void EventHub::beat() {
  for (const auto& watcher : remaining()) {
    watcher->gone = watcher->gone || !watcher->writer->write(": vivo\n\n");
    watcher->writer->flush();
  }
}

}  // namespace gdo::api
