#pragma once

#include <cstdint>
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

// Alerts as `gdo alerts show ID --json` prints them, and as channels send them: the row, and of its
// kind the cause, a link to its page and what to do; nome_arquivo where a file is the cause. The
// severe and the latest first.
std::vector<nlohmann::ordered_json> alerts_json(pg::Connection& connection,
                                                const AlertQuery& query);

// Someone has seen them.
std::vector<std::int64_t> acknowledge_alerts(pg::Connection& connection,
                                             const std::vector<std::int64_t>& ids,
                                             const std::string& who);

// What they speak of was to be expected. Of an alert about a day (detalhes.dia) of a tenant, that
// day is closed in the calendar: it teaches nothing, and opens nothing again.
std::vector<std::int64_t> expect_alerts(pg::Connection& connection,
                                        const std::vector<std::int64_t>& ids,
                                        const std::string& who, const std::string& why);

// Whether the table of its first line, "-- requer: t", is there; without that line none is needed.
bool has_its_tables(pg::Connection& connection, std::string_view sql);

}  // namespace gdo::monitor
