#include "api/http/request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdlib>
#include <tuple>

#include "base/encodings.h"
#include "base/outside_text.h"
#include "base/words.h"

namespace gdo::api {

bool ClientLink::gone() const {
  const std::lock_guard lock(mutex_);
  return gone_;
}

void ClientLink::leave() {
  // Held while the server is notified: a connection that went back to its pool runs another's
  // statement.
  const std::lock_guard lock(mutex_);
  gone_ = true;
  if (running_) static_cast<void>(running_->cancel());
}

ClientLink::Watch::Watch(ClientLink* link, const pg::Connection& connection) : link_(link) {
  if (link_ == nullptr) return;
  const std::lock_guard lock(link_->mutex_);
  link_->running_.emplace(connection.canceller());
}

ClientLink::Watch::~Watch() {
  if (link_ == nullptr) return;
  const std::lock_guard lock(link_->mutex_);
  link_->running_.reset();
}

namespace {

// Decoded, and text that PostgreSQL can hold.
std::optional<std::string> decoded_text(std::string_view text, bool plus_is_space) {
  std::optional<std::string> decoded = percent_decoded(text, plus_is_space);
  if (decoded && !is_storable_text(*decoded)) return std::nullopt;
  return decoded;
}

bool read_path(std::string_view path, Request& request) {
  if (!path.starts_with('/')) return false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    std::optional<std::string> segment = decoded_text(path.substr(0, slash), false);
    if (!segment) return false;
    request.path += '/' + *segment;
    request.segments.push_back(std::move(*segment));
    path.remove_prefix(slash);
  }
  return true;
}

bool read_query(std::string_view query, Request& request) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = decoded_text(pair.substr(0, equals), true);
    std::optional<std::string> value =
        decoded_text(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return false;
    request.query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (const auto& [known, value] : query) {
    if (known == name) return value;
  }
  return std::nullopt;
}

bool read_target(Request& request) {
  std::string_view target = request.target;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  return read_path(target.substr(0, mark), request) &&
         read_query(target.substr(std::min(mark + 1, target.size())), request);
}

namespace {

// Takes the next part off, up to a separator outside of quotes.
std::string_view next_part(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == separator && !quoted) break;
  }
  const std::string_view part = trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::pair<std::string, std::string> named_value(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  std::string_view value = trimmed(text.substr(std::min(equals + 1, text.size())));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  return {lowercase(trimmed(text.substr(0, equals))), std::string(value)};
}

}  // namespace

std::optional<std::string> HeaderItem::parameter(std::string_view named) const {
  for (const auto& [key, text] : parameters) {
    if (key == named) return text;
  }
  return std::nullopt;
}

double HeaderItem::weight() const {
  const std::string quality = parameter("q").value_or("1");
  return std::strtod(quality.c_str(), nullptr);
}

std::vector<HeaderItem> header_items(std::string_view header) {
  std::vector<HeaderItem> items;
  while (!header.empty()) {
    std::string_view rest = next_part(header, ',');
    if (rest.empty()) continue;
    HeaderItem item;
    std::tie(item.name, item.value) = named_value(next_part(rest, ';'));
    while (!rest.empty()) item.parameters.push_back(named_value(next_part(rest, ';')));
    items.push_back(std::move(item));
  }
  return items;
}

std::string preferred(std::string_view prefer, std::string_view name) {
  for (const HeaderItem& item : header_items(prefer)) {
    if (item.name == name) return item.value;
  }
  return "";
}

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
