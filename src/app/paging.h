#pragma once

#include <cstdint>
#include <string>

#include "pg/param.h"

// What commands that list rows share: filters and pages as parameters of their queries.
namespace gdo::app {

// NULL for an option that was not given.
pg::Param given(const std::string& option);

// LIMIT: 0 = all.
pg::Param limit_param(std::int64_t limit);

// "… 1,950 more: --offset 50 goes on, --limit 0 shows all"; empty when `shown` is all of them.
std::string rest_note(std::int64_t shown, std::int64_t all);

}  // namespace gdo::app
