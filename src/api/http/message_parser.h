#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "api/http/request.h"

namespace gdo::api {

// Bytes → a request. One for each message. Beast's parser stands behind it.
class MessageParser {
 public:
  enum class State {
    more,            // wants more bytes
    done,            // the head, or the body, is complete
    broken,          // no HTTP/1.x request
    head_too_large,  // over kHeadLimit
    body_too_large,  // over the limit given
  };

  MessageParser();
  ~MessageParser();

  // Reads from the start of what has come so far; `used` = bytes of it that are read.
  State read_head(std::string_view bytes, std::size_t& used, Request& request);
  // The same for the body, any number of times, after its head is done.
  State read_body(std::string_view bytes, std::size_t& used, std::uint64_t limit, BodyStore& body);

  bool keep_alive() const;
  bool wants_continue() const;
  bool has_body() const;
  std::optional<std::uint64_t> content_length() const;

  static constexpr std::size_t kHeadLimit = 32U << 10U;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace gdo::api
