#include "api/http/request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/encodings.h"
#include "base/stored_text.h"
#include "base/trimmed.h"

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

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  return gdo::percent_decoded(text, plus_is_space);
}

std::string percent_encoded(std::string_view text) { return gdo::percent_encoded(text); }

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

}  // namespace gdo::api
