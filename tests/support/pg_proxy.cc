#include "support/pg_proxy.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>

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

// False when the connection is to be cut.
bool PgProxy::passes(MessageStream& answers, const std::string& bytes, const Socket& client) {
  answers.add(bytes);
  while (auto answer = answers.next()) {
    if (answer->type == 'C' && answer->body.starts_with("COMMIT") && chosen()) {
      ++lost_;
      return false;
    }
    if (!client.send(answer->bytes)) return false;
  }
  return true;
}

void PgProxy::serve(Socket client) {
  MessageStream requests(true);
  MessageStream answers(false);
  std::string first;
  if (!greet(client, requests, first)) return;
  const Socket server = connect_to_unix(socket_);
  if (!server.send(first)) return;
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
      if (bytes.empty() || !server.send(bytes)) return;
    }
    if (ends[1].revents != 0) {
      const std::string bytes = server.receive();
      if (bytes.empty() || !passes(answers, bytes, client)) return;
    }
  }
}

}  // namespace gdo::test
