#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

// What operators do with open alerts. Each gives the ids that it changed; others were not open.
namespace gdo::monitor {

// Someone has seen them.
std::vector<std::int64_t> acknowledge_alerts(pg::Connection& connection,
                                             const std::vector<std::int64_t>& ids,
                                             const std::string& who);

// What they speak of was to be expected. Of an alert about a day (detalhes.dia) of a tenant, that
// day is closed in the calendar: it teaches nothing, and opens nothing again.
std::vector<std::int64_t> expect_alerts(pg::Connection& connection,
                                        const std::vector<std::int64_t>& ids,
                                        const std::string& who, const std::string& why);

}  // namespace gdo::monitor
