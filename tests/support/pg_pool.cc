#include "support/pg_pool.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace gdo::test {
namespace {

constexpr int kLookMs = 50;

std::string parameter(const std::string& name, const std::string& value) {
  return message('S', name + '\0' + value + '\0');
}

// What a pool says by itself, before it has a session of the server's.
std::string welcome() {
  return message('R', big_endian(0)) + parameter("server_version", "15.0") +
         parameter("client_encoding", "UTF8") + parameter("standard_conforming_strings", "on") +
         parameter("integer_datetimes", "on") + message('K', big_endian(1) + big_endian(2)) +
         message('Z', "I");
}

// Reads a session's answers until it is ready; the client gets them. True when it is in no
// transaction then.
bool until_ready(const Socket& session, const Socket* client) {
  MessageStream answers(false);
  while (true) {
    const std::string bytes = session.receive();
    if (bytes.empty()) throw std::runtime_error("the server is gone");
    answers.add(bytes);
    while (auto answer = answers.next()) {
      if (client != nullptr && !client->send(answer->bytes)) throw std::runtime_error("no client");
      if (answer->type == 'Z') return answer->body == "I";
    }
  }
}

}  // namespace

PgPool::PgPool(std::string socket)
    : socket_(std::move(socket)), listener_(listen_on_localhost(port_)) {
  acceptor_ = std::thread([this] { accept_clients(); });
}

PgPool::~PgPool() {
  stopping_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
}

void PgPool::accept_clients() {
  while (!stopping_) {
    pollfd waiting{listener_.number(), POLLIN, 0};
    if (poll(&waiting, 1, kLookMs) <= 0) continue;
    Socket client(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    threads_.emplace_back(
        [this](Socket taken) {
          try {
            serve(std::move(taken));
          } catch (const std::exception&) {
            // One side is gone: so is the other.
          }
        },
        std::move(client));
  }
}

Socket PgPool::take_session(const std::string& startup) {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Socket session = std::move(free_.back());
      free_.pop_back();
      return session;
    }
  }
  Socket session = connect_to_unix(socket_);
  if (!session.send(startup)) throw std::runtime_error("the server is gone");
  (void)until_ready(session, nullptr);
  return session;
}

void PgPool::give_back(Socket session) {
  const std::lock_guard lock(mutex_);
  free_.push_back(std::move(session));
}

void PgPool::serve(Socket client) {
  MessageStream requests(true);
  std::string startup;
  std::optional<Socket> session;
  while (!stopping_) {
    pollfd waiting{client.number(), POLLIN, 0};
    if (poll(&waiting, 1, kLookMs) <= 0) continue;
    const std::string bytes = client.receive();
    if (bytes.empty()) return;
    requests.add(bytes);
    while (auto request = requests.next()) {
      if (startup.empty()) {
        const std::uint32_t code = number_at(request->body, 0);
        if (code == kSslRequest || code == kGssRequest) {
          client.send("N");
          continue;
        }
        startup = request->bytes;
        requests.typed_from_now_on();
        client.send(welcome());
        continue;
      }
      if (request->type == 'X') return;
      if (!session) session = take_session(startup);
      if (!session->send(request->bytes)) return;
      const bool answered = request->type == 'Q' || request->type == 'S';
      if (!answered || !until_ready(*session, &client)) continue;
      give_back(std::move(*session));
      session.reset();
    }
  }
}

}  // namespace gdo::test
