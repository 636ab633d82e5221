#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "pg/connection.h"

namespace gdo::control {

// This process among those that work on one database. Its sessions carry its name, and one of them
// gives a sign of life again and again. When a session of ours waits for a lock longer than five
// seconds, it is said whose lock that is; when the holder is a gdo that has given no sign of life
// for its lease (stopped, swapped out, its machine or network gone), the holder's session is ended,
// which rolls back what it had not committed. Where we may not do that, the SQL for who may is
// said.
class Presence {
 public:
  // Throws Error(database_unreachable), and Error(config) when sessions are not our own (a pool).
  Presence(const pg::ConnectOptions& server, std::chrono::milliseconds lease);
  ~Presence();
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

  // The same server, for sessions of this process.
  const pg::ConnectOptions& database() const noexcept { return database_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Holder;
  struct Silence {
    Clock::time_point first;
    Clock::time_point last;
  };

  void keep_on();
  void beat();
  void look_at(const Holder& holder);
  void end_session(const Holder& holder);

  const std::chrono::milliseconds lease_;
  const std::string token_;
  const pg::ConnectOptions database_;
  const pg::ConnectOptions own_;
  pg::Connection connection_;
  std::map<int, Clock::time_point> said_;  // by the holder's server process
  std::map<int, Silence> silent_;          // the same
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gdo::control
