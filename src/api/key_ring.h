#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/keys.h"
#include "pg/connection.h"

namespace gdo::api {

// The live keys, kept in memory: to verify one asks the database only when its id has not been seen
// yet. A thread of its own looks for changes every second, so that a revoked key is dead within 5
// seconds, and writes when keys were last used. Safe to use from many threads.
class KeyRing {
 public:
  // as_api: how to log in as gdo_api. Reaches out to no server yet.
  explicit KeyRing(pg::ConnectOptions as_api);
  // Writes the last uses.
  ~KeyRing();
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;

  // key: as it stands after "Bearer ". address: of the peer, for keys bound to networks. Empty: no
  // such key, a dead one, or not from there: 401. Throws Error(database_unreachable) when it cannot
  // be known whether the key is still alive: 503.
  std::shared_ptr<const Caller> verify(std::string_view key, std::string_view address);
  // Whether that key was alive when the keys were last read, and has not expired since. While they
  // cannot be read, those of before count as alive.
  bool is_alive(const std::string& id);

 private:
  struct Entry {
    std::shared_ptr<const Caller> caller;
    std::vector<Network> networks;
    Sha256 sha256{};
    std::int64_t expires_us = 0;  // 0 = never
    std::int64_t revision = 0;
  };
  using EntryPointer = std::shared_ptr<const Entry>;
  using Clock = std::chrono::steady_clock;

  void work();
  void refresh(pg::Connection& connection);
  void write_uses(pg::Connection& connection);
  static EntryPointer read(pg::Connection& connection, const std::string& id);
  EntryPointer known(const std::string& id, bool& fresh);
  EntryPointer ask(const std::string& id);
  void note_use(const std::string& id);

  pg::ConnectOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::unordered_map<std::string, EntryPointer> entries_;
  Clock::time_point refreshed_{};             // when entries_ were last what the database said
  std::map<std::string, std::int64_t> uses_;  // id → microseconds since 1970

  std::mutex asking_;  // for the connection of ids that were not known
  std::unique_ptr<pg::Connection> asking_connection_;
  Clock::time_point asking_failed_{};  // nobody waits again so soon

  std::thread worker_;
};

}  // namespace gdo::api
