#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::api::test {

// What came back.
struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in small letters
  std::string body;                            // chunks put together
  bool whole = false;                          // false: it broke off

  nlohmann::json json() const { return nlohmann::json::parse(body); }
  std::string code() const { return json().value("codigo", ""); }
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

using Headers = std::vector<std::string>;  // "Accept: text/csv"

// A plain socket to the server, so that tests can say what no client library would.
class Socket {
 public:
  // "127.0.0.1:8080"; with room for so many bytes that have not been read, 0 = the system's choice.
  explicit Socket(const std::string& address, int receive_buffer = 0);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void send(std::string_view bytes) const;
  // From now on with much room.
  void hurry() const;
  // Some bytes; empty = the end. Throws after ten seconds of silence.
  std::string receive();
  // The next answer on this connection.
  Answer answer(bool head_only = false);

 private:
  bool fill();
  int descriptor_ = -1;
  std::string buffer_;
};

Answer ask(const std::string& address, const std::string& method, const std::string& target,
           const Headers& headers = {}, const std::string& body = {});

}  // namespace gdo::api::test
