#include "api/http_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace gdo::api::test {

Socket::Socket(const std::string& address, int receive_buffer) {
  const std::size_t colon = address.rfind(':');
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &peer.sin_addr);
  descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0) {
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const timeval patience{60, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) {
    close(descriptor_);
    throw std::runtime_error("cannot connect to " + address);
  }
}

Socket::~Socket() { close(descriptor_); }

void Socket::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Socket::hurry() const {
  const int room = 1 << 20;
  setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
}

bool Socket::fill() {
  char piece[16384];
  const ssize_t got = recv(descriptor_, piece, sizeof piece, 0);
  if (got < 0 && errno == EAGAIN) throw std::runtime_error("the server says nothing");
  if (got <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(got));
  return true;
}

std::string Socket::receive() {
  if (buffer_.empty() && !fill()) return {};
  return std::exchange(buffer_, {});
}

Answer Socket::answer(bool head_only) {
  Answer answer;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return answer;
  }
  std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(head.substr(9, 3));
  head.erase(0, head.find("\r\n") + 2);
  while (!head.empty()) {
    const std::size_t line = head.find("\r\n");
    std::string name = head.substr(0, head.find(':'));
    std::transform(name.begin(), name.end(), name.begin(), ::tolower);
    answer.headers[name] = head.substr(name.size() + 2, line - name.size() - 2);
    head.erase(0, line + 2);
  }
  if (answer.status == 100) return this->answer(head_only);
  if (head_only || answer.status == 304) {
    answer.whole = true;
    return answer;
  }
  if (answer.header("transfer-encoding") != "chunked") {
    const std::string length = answer.header("content-length");
    const std::size_t size = length.empty() ? std::string::npos : std::stoul(length);
    while (buffer_.size() < size && fill()) continue;
    answer.whole = size == std::string::npos || buffer_.size() >= size;
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, answer.body.size());
    return answer;
  }
  for (;;) {
    std::size_t line = 0;
    while ((line = buffer_.find("\r\n")) == std::string::npos) {
      if (!fill()) return answer;
    }
    const std::size_t size = std::stoul(buffer_.substr(0, line), nullptr, 16);
    while (buffer_.size() < line + 2 + size + 2) {
      if (!fill()) return answer;
    }
    answer.body += buffer_.substr(line + 2, size);
    buffer_.erase(0, line + 2 + size + 2);
    answer.whole = size == 0;
    if (answer.whole) return answer;
  }
}

Answer ask(const std::string& address, const std::string& method, const std::string& target,
           const Headers& headers, const std::string& body) {
  Socket socket(address);
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", method, target, address);
  for (const std::string& header : headers) text += header + "\r\n";
  if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
  socket.send(text + "\r\n" + body);
  return socket.answer(method == "HEAD");
}

}  // namespace gdo::api::test
