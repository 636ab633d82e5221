#include "monitor/post_receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace gdo::test {
namespace {

// The body's length as the head says it.
std::size_t length_of(const std::string& head) {
  const std::size_t at = head.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

PostReceiver::PostReceiver() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const general = reinterpret_cast<sockaddr*>(&address);
  if (socket_ < 0 || bind(socket_, general, size) != 0 || listen(socket_, 16) != 0 ||
      getsockname(socket_, general, &size) != 0) {
    throw std::runtime_error("no port for the test's web server");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

PostReceiver::~PostReceiver() {
  stop_ = true;
  thread_.join();
  close(socket_);
}

std::string PostReceiver::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

std::vector<std::string> PostReceiver::taken() {
  const std::lock_guard lock(mutex_);
  return taken_;
}

std::size_t PostReceiver::refused() {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void PostReceiver::serve() {
  while (!stop_) {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, 50) <= 0) continue;
    const int connection = accept(socket_, nullptr, nullptr);
    if (connection < 0) continue;
    answer_one(connection);
    close(connection);
  }
}

void PostReceiver::answer_one(int connection) {
  std::string request;
  char buffer[4096];
  std::size_t head = std::string::npos;
  while (head == std::string::npos || request.size() < head + 4 + length_of(request)) {
    const ssize_t got = read(connection, buffer, sizeof(buffer));
    if (got <= 0) return;
    request.append(buffer, static_cast<std::size_t>(got));
    head = request.find("\r\n\r\n");
  }
  const int status = status_;
  {
    const std::lock_guard lock(mutex_);
    if (status == 200) {
      taken_.push_back(request.substr(head + 4));
    } else {
      ++refused_;
    }
  }
  const std::string answer =
      "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  const ssize_t written = write(connection, answer.data(), answer.size());
  static_cast<void>(written);  // the sender has to see that it got no answer
}

}  // namespace gdo::test
