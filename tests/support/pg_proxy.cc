#include "support/pg_proxy.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <utility>

namespace gdo::test {
namespace {

constexpr int kLookMs = 50;

// Plain text from the beginning: what asks for another gets a no.
bool greet(const Socket& client, MessageStream& requests, std::string& first) {
  while (true) {
    while (auto request = requests.next()) {
      const std::uint32_t code = number_at(request->body, 0);
      if (code != kSslRequest && code != kGssRequest) {
        first = request->bytes;
        return true;
      }
      if (!client.send("N")) return false;
    }
    const std::string bytes = client.receive();
    if (bytes.empty()) return false;
    requests.add(bytes);
  }
}

}  // namespace

PgProxy::PgProxy(std::string socket)
    : socket_(std::move(socket)), listener_(listen_on_localhost(port_)) {
  acceptor_ = std::thread([this] { accept_clients(); });
}

PgProxy::~PgProxy() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
}

void PgProxy::accept_clients() {
  while (!stopping_) {
    pollfd waiting{listener_.number(), POLLIN, 0};
    if (poll(&waiting, 1, kLookMs) <= 0) continue;
    Socket client(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client.number() < 0) continue;
    threads_.emplace_back(
        [this](Socket taken) {
          try {
            serve(std::move(taken));
          } catch (const std::exception&) {
            // The server is gone: so is the connection.
          }
        },
        std::move(client));
  }
}

bool PgProxy::chosen() {
  const std::lock_guard lock(mutex_);
  return std::uniform_int_distribution<int>(1, 100)(random_) <= percent_;
}

struct PgProxy::Talk {
  const Socket& client;
  const Socket& server;
  MessageStream& requests;
  MessageStream answers{false};
  MomentListener listener;
};

std::optional<PgProxy::Held> PgProxy::held_within(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [this] { return held_.has_value(); });
  return held_;
}

void PgProxy::end_hold(Order order) {
  search_.end();
  const std::lock_guard lock(mutex_);
  if (held_) order_ = order;
  changed_.notify_all();
}

bool PgProxy::goes_on_after_hold(const MomentListener& listener) {
  std::unique_lock lock(mutex_);
  held_ = {.backend_pid = listener.backend_pid(), .transaction = listener.transaction()};
  changed_.notify_all();
  while (order_ == Order::none && !stopping_) {
    changed_.wait_for(lock, std::chrono::milliseconds(kLookMs));
  }
  held_.reset();
  return std::exchange(order_, Order::none) == Order::go_on;
}

// The program's messages. False when the connection is to be cut.
bool PgProxy::passes_on(Talk& talk, const std::string& bytes) {
  talk.requests.add(bytes);
  while (auto request = talk.requests.next()) {
    const MomentListener::Passing passing = talk.listener.request(*request);
    if (!talk.server.send(passing.before)) return false;
    if (passing.held && !goes_on_after_hold(talk.listener)) return false;
    if (!talk.server.send(passing.after)) return false;
  }
  return true;
}

// The server's answers. False when the connection is to be cut.
bool PgProxy::passes_back(Talk& talk, const std::string& bytes) {
  talk.answers.add(bytes);
  while (auto answer = talk.answers.next()) {
    if (answer->type == 'C' && answer->body.starts_with("COMMIT") && chosen()) {
      ++lost_;
      return false;
    }
    if (talk.listener.answer(*answer) && !goes_on_after_hold(talk.listener)) return false;
    if (!talk.client.send(answer->bytes)) return false;
  }
  return true;
}

void PgProxy::serve(Socket client) {
  MessageStream requests(true);
  std::string first;
  if (!greet(client, requests, first)) return;
  requests.typed_from_now_on();
  const Socket server = connect_to_unix(socket_);
  if (!server.send(first)) return;
  Talk talk{.client = client,
            .server = server,
            .requests = requests,
            .listener = MomentListener(search_)};
  while (!stopping_) {
    std::array<pollfd, 2> ends{pollfd{client.number(), POLLIN, 0},
                               pollfd{server.number(), POLLIN, 0}};
    if (poll(ends.data(), ends.size(), kLookMs) <= 0) continue;
    if (silent_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
      continue;
    }
    if (ends[0].revents != 0) {
      const std::string bytes = client.receive();
      if (bytes.empty() || !passes_on(talk, bytes)) return;
    }
    if (ends[1].revents != 0) {
      const std::string bytes = server.receive();
      if (bytes.empty() || !passes_back(talk, bytes)) return;
    }
  }
}

}  // namespace gdo::test
