#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::monitor {

struct AlertQuery {
  std::optional<std::int64_t> id;
  std::string status;  // empty = any
  std::string tenant;  // empty = any
};

// Alerts as `gdo alerts show ID --json` prints them, and as channels tell them: the row, and of its
// kind the cause, a link to its page and what to do; nome_arquivo where a file is the cause. The
// severe and the latest first.
std::vector<nlohmann::ordered_json> alerts_json(pg::Connection& connection,
                                                const AlertQuery& query);

// What an alert of a kind means, and what to do.
struct AlertAdvice {
  std::string_view causa;
  std::string_view what_to_do;
};
AlertAdvice advice_of(std::string_view kind);

}  // namespace gdo::monitor
