#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/pg_wire.h"

namespace gdo::test {

// A pool before the test cluster as PgBouncer is one in transaction mode: a client holds a session
// of the server from the first message of a transaction to its end, then the next client gets it.
class PgPool {
 public:
  explicit PgPool(std::string socket);
  ~PgPool();
  PgPool(const PgPool&) = delete;
  PgPool& operator=(const PgPool&) = delete;

  int port() const { return port_; }

 private:
  void accept_clients();
  void serve(Socket client);
  Socket take_session(const std::string& startup);
  void give_back(Socket session);

  const std::string socket_;
  int port_ = 0;
  Socket listener_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::vector<Socket> free_;  // the one used last comes first
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace gdo::test
