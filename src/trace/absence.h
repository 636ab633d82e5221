#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/trace_key.h"

namespace gdo::trace {

// Why gold may not know a key, a sentence each: only a sale names it, it was rejected, it waits.
// May read every open rejection of these tenants.
std::vector<std::string> explain_absence(pg::Connection& connection, const WrittenKey& key,
                                         const std::vector<std::string>& tenants);

}  // namespace gdo::trace
