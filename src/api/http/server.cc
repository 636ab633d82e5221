#include "api/http/server.h"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/stat.h>

#include <boost/asio/post.hpp>

#include "base/error.h"
#include "base/log.h"

namespace gdo::api {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds kTick{250};
constexpr std::chrono::seconds kDrain{20};
constexpr std::chrono::seconds kCertificateLook{1};
constexpr std::size_t kQueue = 1024;
constexpr int kUnsent = 128 << 10;

tcp::endpoint endpoint_of(const ServerOptions& options) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) {
    throw Error(ErrorKind::config,
                fmt::format("{} is no IP address to listen on; write 127.0.0.1:8080 or [::]:8080",
                            options.address));
  }
  return {address, options.port};
}

std::string state_of(const std::string& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return "";
  return fmt::format("{}.{}.{}", facts.st_ino, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec);
}

Peer peer_of(const tcp::socket& socket, bool tls) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return {address.to_string(), address.is_loopback(), tls};
}

}  // namespace

Server::Server(ServerOptions options, Handlers handlers)
    : options_(std::move(options)),
      handlers_(std::move(handlers)),
      acceptor_(io_),
      timer_(io_),
      quick_(options_.quick_workers, kQueue),
      slow_(options_.slow_workers, kQueue),
      probe_(1, kQueue),
      notifiers_(2, kQueue * 16) {
  if (!options_.tls_cert.empty()) load_certificate();
  try {
    const tcp::endpoint endpoint = endpoint_of(options_);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(asio::socket_base::max_listen_connections);
  } catch (const boost::system::system_error& error) {
    throw Error(ErrorKind::config,
                fmt::format("cannot listen on {}:{}: {}; choose another address with --listen",
                            options_.address, options_.port, error.code().message()));
  }
}

Server::~Server() {
  // Workers may still hold exchanges; connections go first, while everything stands.
  const auto connections = std::move(connections_);
  connections_.clear();
  for (const auto& [key, connection] : connections) connection->close();
}

std::string Server::address() const {
  const tcp::endpoint endpoint = acceptor_.local_endpoint();
  const std::string host = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("[{}]:{}", host, endpoint.port())
                                    : fmt::format("{}:{}", host, endpoint.port());
}

void Server::load_certificate() {
  certificate_state_ = state_of(options_.tls_cert) + "/" + state_of(options_.tls_key);
  try {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1);
    context->use_certificate_chain_file(options_.tls_cert);
    context->use_private_key_file(options_.tls_key, asio::ssl::context::pem);
    tls_ = std::move(context);
  } catch (const boost::system::system_error& error) {
    throw Error(ErrorKind::config,
                fmt::format("the certificate {} or its key {} cannot be used: {}",
                            options_.tls_cert, options_.tls_key, error.code().message()));
  }
}

Workers& Server::workers(Lane lane) {
  if (lane == Lane::probe) return probe_;
  return lane == Lane::quick ? quick_ : slow_;
}

void Server::forget(Connection* connection) { connections_.erase(connection); }

void Server::notify(std::function<void()> job) {
  static_cast<void>(notifiers_.take(std::move(job)));
}

void Server::post_to(std::weak_ptr<Connection> connection, void (Connection::*call)()) {
  asio::post(io_, [connection = std::move(connection), call] {
    if (const auto here = connection.lock()) ((*here).*call)();
  });
}

void Server::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
    if (draining_) return;
    if (!error) begin(std::move(socket));
    if (error && error != asio::error::operation_aborted) {
      log::warn("a connection could not be taken: {}", error.message());
    }
    // Out of descriptors: others must go first.
    if (error == asio::error::no_descriptors) return;
    accept();
  });
}

void Server::begin(tcp::socket socket) {
  if (connections_.size() >= options_.connections) return;  // closed with the object
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  // What a slow client does not fetch waits here, not by megabytes in the system's buffers.
  const int unsent = kUnsent;
  setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
  Peer peer = peer_of(socket, has_tls());
  auto stream = has_tls() ? tls_stream(std::move(socket), tls_) : plain_stream(std::move(socket));
  const auto connection = std::make_shared<Connection>(*this, std::move(stream), std::move(peer));
  connections_.emplace(connection.get(), connection);
  connection->start();
}

void Server::run(const StopFlag& stop, const std::function<void()>& tick) {
  accept();
  tick_soon(stop, tick);
  io_.run();
}

void Server::tick_soon(const StopFlag& stop, const std::function<void()>& tick) {
  timer_.expires_after(kTick);
  timer_.async_wait([this, &stop, &tick](const boost::system::error_code& error) {
    if (!error) on_tick(stop, tick);
  });
}

void Server::on_tick(const StopFlag& stop, const std::function<void()>& tick) {
  tick();
  const auto now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->tick(now);
  if (stop.requested() && !draining_) start_draining();
  if (draining_ && (connections_.empty() || now > drained_by_)) return io_.stop();
  if (has_tls() && now > next_look_) {
    next_look_ = now + kCertificateLook;
    if (state_of(options_.tls_cert) + "/" + state_of(options_.tls_key) != certificate_state_) {
      try {
        load_certificate();
        log::info("the certificate was loaded anew");
      } catch (const Error& error) {
        log::error("{}; the old one goes on", error.what());
      }
    }
  }
  tick_soon(stop, tick);
}

void Server::start_draining() {
  draining_ = true;
  drained_by_ = std::chrono::steady_clock::now() + kDrain;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  for (const auto& connection : all) connection->drain();
}

Workers::Workers(std::size_t threads, std::size_t longest_queue) : longest_queue_(longest_queue) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::take(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= longest_queue_) return false;
    queue_.push_back(std::move(job));
  }
  work_.notify_one();
  return true;
}

std::size_t Workers::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::size_t Workers::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

void Workers::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::function<void()> job = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --busy_;
  }
}

}  // namespace gdo::api
