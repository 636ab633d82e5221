#include "api/http/request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encodings.h"
#include "base/stored_text.h"

namespace gdo::api {
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

}  // namespace gdo::api
