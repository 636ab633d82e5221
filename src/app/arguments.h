#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/param.h"

// What commands share that reads their arguments: payloads, row ids, filters and pages.

namespace gdo::app {

// The payload of that name, folder alias or entity. Throws Error(config) with the nearest name.
const contract::Payload& payload_named(const contract::Catalog& catalog, const std::string& name);

// The names of those payloads, each once; empty for none.
std::vector<std::string> payload_names(const contract::Catalog& catalog,
                                       const std::vector<std::string>& names);

// NULL for an option that was not given.
pg::Param given(const std::string& option);

// LIMIT: 0 = all.
pg::Param limit_param(std::int64_t limit);

// "… 1,950 more: --offset 50 goes on, --limit 0 shows all"; empty when `shown` is all of them.
std::string rest_note(std::int64_t shown, std::int64_t all);

// The IDs that a user typed, as `gdo files list` and `gdo rejected list` show them. Throws
// Error(config) for what is not a whole number above 0.
std::vector<std::int64_t> row_ids(const std::vector<std::string>& words);
std::int64_t row_id(const std::string& word);

}  // namespace gdo::app
