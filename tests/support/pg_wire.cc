#include "support/pg_wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace gdo::test {

Socket::~Socket() {
  if (number_ >= 0) close(number_);
}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

bool Socket::send(const std::string& bytes) const {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto some = ::send(number_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (some <= 0) return false;
    sent += static_cast<std::size_t>(some);
  }
  return true;
}

std::string Socket::receive() const {
  std::array<char, 65536> buffer{};
  const auto size = recv(number_, buffer.data(), buffer.size(), 0);
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

Socket listen_on_localhost(int& port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const general = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.number(), general, size) != 0 || listen(socket.number(), 64) != 0 ||
      getsockname(socket.number(), general, &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  // The connections that it accepts inherit it: answers of several messages are not held back.
  const int yes = 1;
  setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  port = ntohs(address.sin_port);
  return socket;
}

Socket connect_to_unix(const std::string& path) {
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect to " + path);
  }
  return socket;
}

std::uint32_t number_at(const std::string& bytes, std::size_t place) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number << 8U | static_cast<unsigned char>(bytes.at(place + i));
  }
  return number;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>(number >> shift & 0xFFU);
  }
  return bytes;
}

std::string message(char type, const std::string& body) {
  return type + big_endian(static_cast<std::uint32_t>(body.size() + 4)) + body;
}

std::optional<MessageStream::Message> MessageStream::next() {
  const std::size_t head = untyped_ ? 4 : 5;
  if (waiting_.size() < head) return std::nullopt;
  const std::size_t size = number_at(waiting_, head - 4) + head - 4;
  if (waiting_.size() < size) return std::nullopt;
  Message found;
  found.type = untyped_ ? '\0' : waiting_.front();
  found.body = waiting_.substr(head, size - head);
  found.bytes = waiting_.substr(0, size);
  waiting_.erase(0, size);
  return found;
}

}  // namespace gdo::test
