#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::control {

// This process's right to hold files: a row of `reserva` kept fresh from a connection of its own,
// whose session holds the advisory lock of the same number. When the process dies, PostgreSQL
// closes that session and others may take its files at once; when only its clock stops, after
// `lease`. Release happens in the destructor.
class LeaseSession {
 public:
  LeaseSession(const pg::ConnectOptions& options, const RunIdentity& identity,
               std::chrono::milliseconds lease);
  ~LeaseSession();
  LeaseSession(const LeaseSession&) = delete;
  LeaseSession& operator=(const LeaseSession&) = delete;

  // What arquivo.lease_token holds for the files of this process.
  std::int64_t token() const noexcept { return token_; }

 private:
  void open_session();
  void keep_alive();
  void heartbeat();

  const pg::ConnectOptions options_;
  const RunIdentity identity_;
  const std::chrono::milliseconds lease_;
  const std::int64_t token_;
  pg::Connection connection_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gdo::control
