#include "gcs_server/server.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#include "gcs_server/api.h"
#include "gcs_server/session.h"

namespace gdo::gcs_server {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct Server::State {
  explicit State(const ServerOptions& wanted);
  ~State();
  void accept();
  Fault choose_fault(const Request& request);

  const ServerOptions options;
  Objects objects;
  Api api;
  Service service;
  std::atomic<double> fault_rate;
  std::atomic<std::uint64_t> requests{0};
  std::mt19937_64 random;
  std::mutex mutex;
  std::function<Fault(const SeenRequest&)> decide;
  asio::io_context context{1};
  asio::ip::tcp::acceptor acceptor;
  std::thread thread;
};

Server::State::State(const ServerOptions& wanted)
    : options(wanted),
      objects(wanted.first_generation),
      api(options, objects),
      service{options, api, [this](const Request& request) { return choose_fault(request); }},
      fault_rate(wanted.fault_rate),
      random(wanted.seed),
      acceptor(context, {asio::ip::address_v4::loopback(), wanted.port}) {
  acceptor.listen(4096);
  accept();
  thread = std::thread([this] { context.run(); });
}

Server::State::~State() {
  context.stop();
  thread.join();
}

void Server::State::accept() {
  acceptor.async_accept([this](boost::system::error_code error, asio::ip::tcp::socket socket) {
    if (!error) std::make_shared<Session>(std::move(socket), service)->read();
    accept();
  });
}

Fault Server::State::choose_fault(const Request& request) {
  ++requests;
  {
    const std::lock_guard lock(mutex);
    if (decide) {
      return decide({request.method, request.target, request.header("authorization"),
                     request.header("range")});
    }
  }
  if (std::uniform_real_distribution<>(0, 1)(random) >= fault_rate) return Fault::none;
  constexpr Fault kKinds[] = {
      Fault::unavailable,     Fault::too_many,     Fault::too_many_wait,    Fault::reset,
      Fault::done_reset,      Fault::cut_body,     Fault::done_unavailable, Fault::corrupt_body,
      Fault::closed_silently, Fault::doubled_list, Fault::token_expired,    Fault::drip,
      Fault::chunked};
  return kKinds[random() % std::size(kKinds)];
}

Server::Server(const ServerOptions& options) : state_(std::make_unique<State>(options)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }

std::string Server::host() const { return "127.0.0.1:" + std::to_string(port()); }

void Server::add_bucket(const std::string& bucket) { state_->objects.add_bucket(bucket); }

std::int64_t Server::put(const std::string& bucket, const std::string& name, std::string bytes,
                         const std::string& content_encoding) {
  Object object;
  object.name = name;
  object.body = body_of(std::move(bytes));
  object.content_encoding = content_encoding;
  Object made;
  state_->objects.insert(bucket, std::move(object), {}, made);
  return made.generation;
}

void Server::put_file(const std::string& bucket, const std::string& name, const fs::path& file) {
  Object object;
  object.name = name;
  object.body = body_of_file(file);
  Object made;
  state_->objects.insert(bucket, std::move(object), {}, made);
}

std::optional<std::string> Server::get(const std::string& bucket, const std::string& name) const {
  const auto object = state_->objects.find(bucket, name);
  if (!object) return std::nullopt;
  return std::string(object->body.bytes);
}

std::int64_t Server::generation(const std::string& bucket, const std::string& name) const {
  const auto object = state_->objects.find(bucket, name);
  return object ? object->generation : 0;
}

void Server::remove(const std::string& bucket, const std::string& name) {
  state_->objects.remove(bucket, name, {});
}

std::vector<std::string> Server::names(const std::string& bucket) const {
  std::vector<std::string> names;
  for (const Object& object : state_->objects.list(bucket, "", "", "", "", SIZE_MAX).objects)
    names.push_back(object.name);
  return names;
}

void Server::seed_from(const fs::path& folder, const std::string& bucket,
                       const std::string& prefix) {
  add_bucket(bucket);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().lexically_relative(folder).string();
    put_file(bucket, prefix.empty() ? name : prefix + "/" + name, entry.path());
  }
}

void Server::dump_to(const fs::path& folder, const std::string& bucket,
                     const std::string& prefix) const {
  const std::string start = prefix.empty() ? "" : prefix + "/";
  for (const Object& object : state_->objects.list(bucket, start, "", "", "", SIZE_MAX).objects) {
    const fs::path file = (folder / object.name.substr(start.size())).lexically_normal();
    const bool inside = file.string().starts_with(folder.lexically_normal().string());
    if (!inside || !file.has_filename()) {
      std::cerr << "not dumped, no file name: " << object.name << "\n";
      continue;
    }
    fs::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream.write(object.body.bytes.data(), static_cast<std::streamsize>(object.body.bytes.size()));
    if (!stream) throw std::runtime_error("cannot write " + file.string());
  }
}

void Server::on_request(std::function<Fault(const SeenRequest&)> decide) {
  const std::lock_guard lock(state_->mutex);
  state_->decide = std::move(decide);
}

void Server::set_fault_rate(double rate) { state_->fault_rate = rate; }

std::uint64_t Server::requests() const { return state_->requests; }

std::size_t Server::unacknowledged() const { return state_->api.unacknowledged(); }

void Server::set_subscription(Subscription subscription) {
  state_->api.set_subscription(std::move(subscription));
}

std::vector<std::string> Server::token_requests() const { return state_->api.token_requests(); }

void Server::expire_tokens() { state_->api.expire_tokens(); }

}  // namespace gdo::gcs_server
