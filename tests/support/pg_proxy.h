#pragma once

#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/pg_wire.h"

namespace gdo::test {

// Stands on a TCP port before the test cluster, and treats connections as bad networks do.
class PgProxy {
 public:
  // socket: of the server, "/…/.s.PGSQL.5432".
  explicit PgProxy(std::string socket);
  ~PgProxy();
  PgProxy(const PgProxy&) = delete;
  PgProxy& operator=(const PgProxy&) = delete;

  int port() const { return port_; }

  // From now on so many in a hundred answers to COMMIT never arrive: the connection is cut instead.
  void lose_commits(int percent) { percent_ = percent; }
  int lost() const { return lost_; }

  // From now on nothing passes, and nobody is told.
  void go_silent() { silent_ = true; }

 private:
  void accept_clients();
  void serve(Socket client);
  bool passes(MessageStream& answers, const std::string& bytes, const Socket& client);
  bool chosen();

  const std::string socket_;
  int port_ = 0;
  Socket listener_;
  std::atomic<int> percent_{0};
  std::atomic<int> lost_{0};
  std::atomic<bool> silent_{false};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::mt19937 random_{20260131};
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace gdo::test
