#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/http/connection.h"
#include "base/stop.h"

namespace gdo::api {

// Threads that take jobs in order. Jobs must not throw.
class Workers {
 public:
  Workers(std::size_t threads, std::size_t longest_queue);
  // Waits for jobs that run; those that wait are dropped.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False when too many wait already.
  [[nodiscard]] bool take(std::function<void()> job);
  std::size_t waiting() const;
  std::size_t busy() const;
  std::size_t threads() const { return threads_.size(); }

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::function<void()>> queue_;
  std::size_t longest_queue_;
  std::size_t busy_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 = any that is free
  std::string tls_cert = {};  // PEM files; both or neither
  std::string tls_key = {};
  std::size_t connections = 4096;  // at the same time
  std::size_t quick_workers = 4;
  std::size_t slow_workers = 8;
};

// Listens, and runs connections on the thread that calls run().
class Server {
 public:
  // Listens from now on. Throws Error(config) when it cannot: the address, the certificate.
  Server(ServerOptions options, Handlers handlers);
  ~Server();

  // "127.0.0.1:41234"; with the port that was picked.
  std::string address() const;
  bool has_tls() const { return tls_ != nullptr; }

  // Serves until `stop`; then takes no connection, lets answers under way end within 20 s, and
  // leaves. `tick` is called about four times a second.
  void run(const StopFlag& stop, const std::function<void()>& tick);

  const Handlers& handlers() const { return handlers_; }
  Workers& workers(Lane lane);
  std::size_t connections() const { return connections_.size(); }

  // For connections.
  void forget(Connection* connection);
  // Runs it beside the server's thread.
  void notify(std::function<void()> job);
  // Calls it on the server's thread if the connection still is; from any thread.
  void post_to(std::weak_ptr<Connection> connection, void (Connection::*call)());

 private:
  void load_certificate();
  void accept();
  void begin(boost::asio::ip::tcp::socket socket);
  void tick_soon(const StopFlag& stop, const std::function<void()>& tick);
  void on_tick(const StopFlag& stop, const std::function<void()>& tick);
  void start_draining();

  ServerOptions options_;
  Handlers handlers_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  std::string certificate_state_;  // changes when the files do
  std::chrono::steady_clock::time_point next_look_{};
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  bool draining_ = false;
  std::chrono::steady_clock::time_point drained_by_{};
  Workers quick_;
  Workers slow_;
  Workers probe_;
  Workers notifiers_;
};

}  // namespace gdo::api
