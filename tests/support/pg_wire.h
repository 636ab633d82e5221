#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gdo::test {

// A socket that is closed with its object.
class Socket {
 public:
  explicit Socket(int number = -1) : number_(number) {}
  ~Socket();
  Socket(Socket&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int number() const { return number_; }
  // False when the other side is gone.
  bool send(const std::string& bytes) const;
  // What is there now, at least one byte; empty when the other side is gone.
  std::string receive() const;

 private:
  int number_;
};

Socket listen_on_localhost(int& port);
Socket connect_to_unix(const std::string& path);

// PostgreSQL's messages as they come off a stream.
class MessageStream {
 public:
  struct Message {
    char type = 0;      // 0: a client's first, which has none
    std::string body;   // without type and length
    std::string bytes;  // as it came
  };

  // first_untyped: a client's stream begins with a message without a type.
  explicit MessageStream(bool first_untyped) : untyped_(first_untyped) {}

  void add(const std::string& bytes) { waiting_ += bytes; }
  // The next whole message.
  std::optional<Message> next();
  void typed_from_now_on() { untyped_ = false; }

 private:
  bool untyped_;
  std::string waiting_;
};

// Of a client's first message: 3.0 = 196608; SSLRequest, GSSENCRequest and CancelRequest.
inline constexpr std::uint32_t kSslRequest = 80877103;
inline constexpr std::uint32_t kGssRequest = 80877104;
inline constexpr std::uint32_t kCancelRequest = 80877102;
std::uint32_t number_at(const std::string& bytes, std::size_t place);
// A message with its type and length.
std::string message(char type, const std::string& body);
std::string big_endian(std::uint32_t number);

}  // namespace gdo::test
