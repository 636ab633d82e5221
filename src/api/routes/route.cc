#include "api/routes/route.h"

#include <algorithm>

namespace gdo::api {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return segments;
}

bool is_variable(const std::string& segment) { return segment.starts_with('{'); }

// How many segments are plain words when they match; nothing when they do not.
std::optional<int> match(const std::vector<std::string>& pattern,
                         const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  int words = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_variable(pattern[i])) {
      if (segments[i].empty()) return std::nullopt;
    } else if (pattern[i] == segments[i]) {
      ++words;
    } else {
      return std::nullopt;
    }
  }
  return words;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) segments_.push_back(split(route.path));
}

Found Router::find(const std::string& method, const std::vector<std::string>& segments) const {
  Found found;
  int best = -1;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto words = match(segments_[i], segments);
    if (!words) continue;
    found.methods.push_back(routes_[i].method);
    const bool same =
        routes_[i].method == method || (method == "HEAD" && routes_[i].method == "GET");
    if (!same || *words <= best) continue;
    best = *words;
    found.route = &routes_[i];
    found.args.clear();
    for (std::size_t j = 0; j < segments.size(); ++j) {
      if (is_variable(segments_[i][j])) found.args.push_back(segments[j]);
    }
  }
  return found;
}

}  // namespace gdo::api
