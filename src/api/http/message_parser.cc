#include "api/http/message_parser.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/trimmed.h"

namespace gdo::api {
namespace http = boost::beast::http;

struct MessageParser::Parser {
  http::request_parser<http::buffer_body> http;
};

namespace {

// A header continued on the next line: what it says depends on who reads it (RFC 9112, 5.2).
bool has_folded_line(std::string_view head) {
  return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

// Where the head ends, its blank line included.
std::size_t end_of_head(std::string_view bytes) {
  const std::size_t blank = bytes.find("\r\n\r\n");
  return blank == std::string_view::npos ? bytes.size() : blank + 4;
}

// A length beside chunks, or two lengths: a proxy before us may have read another one.
bool is_ambiguous(const http::request_parser<http::buffer_body>& parser) {
  const auto& fields = parser.get().base();
  const bool lengths = fields.count(http::field::content_length) > 0;
  return fields.count(http::field::content_length) > 1 || fields.count(http::field::host) > 1 ||
         (fields.count(http::field::transfer_encoding) > 0 && (lengths || !parser.chunked()));
}

}  // namespace

MessageParser::MessageParser() : parser_(std::make_unique<Parser>()) {
  parser_->http.header_limit(kHeadLimit);
  parser_->http.body_limit(boost::none);
  parser_->http.eager(false);
}

MessageParser::~MessageParser() = default;

MessageParser::State MessageParser::read_head(std::string_view bytes, std::size_t& used,
                                              Request& request) {
  auto& parser = parser_->http;
  const std::string_view head = bytes.substr(0, end_of_head(bytes));
  if (head.size() > kHeadLimit) return State::head_too_large;
  boost::system::error_code error;
  used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error == http::error::need_more) return State::more;
  if (error == http::error::header_limit) return State::head_too_large;
  if (error || !parser.is_header_done() || has_folded_line(head) || is_ambiguous(parser)) {
    return State::broken;
  }
  const auto& message = parser.get();
  if (message.version() != 10 && message.version() != 11) return State::broken;
  if (message.version() == 11 && message.count(http::field::host) == 0) return State::broken;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  request.minor_version = message.version() == 11 ? 1 : 0;
  for (const auto& field : message.base()) {
    request.headers.emplace_back(lowercase(field.name_string()), std::string(field.value()));
  }
  return State::done;
}

MessageParser::State MessageParser::read_body(std::string_view bytes, std::size_t& used,
                                              std::uint64_t limit, BodyStore& body) {
  auto& parser = parser_->http;
  used = 0;
  std::array<char, 64U << 10U> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): written
  while (!parser.is_done()) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    parser.get().body().more = true;
    boost::system::error_code error;
    const std::string_view rest = bytes.substr(used);
    if (rest.empty()) return State::more;
    used += parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
    const std::size_t got = piece.size() - parser.get().body().size;
    if (body.size() + got > limit) return State::body_too_large;
    body.append({piece.data(), got});
    if (error == http::error::need_more) return State::more;
    if (error && error != http::error::need_buffer) return State::broken;
  }
  return State::done;
}

bool MessageParser::keep_alive() const { return parser_->http.keep_alive(); }

bool MessageParser::wants_continue() const {
  const auto found = parser_->http.get().find(http::field::expect);
  return found != parser_->http.get().end() && lowercase(found->value()) == "100-continue";
}

bool MessageParser::has_body() const {
  return parser_->http.chunked() || content_length().value_or(0) > 0;
}

std::optional<std::uint64_t> MessageParser::content_length() const {
  const auto length = parser_->http.content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

}  // namespace gdo::api
