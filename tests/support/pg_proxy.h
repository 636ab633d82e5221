#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/pg_moment.h"
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

  // A connection that stands still at its moment.
  struct Held {
    int backend_pid = 0;
    std::string transaction;  // its statements since BEGIN
  };
  // From now on the first connection that comes to that moment is held there.
  void hold_at(Moment moment) { search_.begin(std::move(moment)); }
  // Whether one is held, or comes to be within that time.
  std::optional<Held> held_within(std::chrono::milliseconds time);
  // Ends what hold_at() began; the held connection goes on, or is cut.
  void let_go() { end_hold(Order::go_on); }
  void cut() { end_hold(Order::cut); }

 private:
  enum class Order { none, go_on, cut };
  struct Talk;

  void accept_clients();
  void serve(Socket client);
  bool passes_on(Talk& talk, const std::string& bytes);
  bool passes_back(Talk& talk, const std::string& bytes);
  bool chosen();
  void end_hold(Order order);
  bool goes_on_after_hold(const MomentListener& listener);

  const std::string socket_;
  int port_ = 0;
  Socket listener_;
  std::atomic<int> percent_{0};
  std::atomic<int> lost_{0};
  std::atomic<bool> silent_{false};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::mt19937 random_{20260131};
  MomentSearch search_;
  std::optional<Held> held_;
  Order order_ = Order::none;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace gdo::test
