#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/things.h"

namespace gdo::app {

// A key as a person gives it to be traced.
struct KeyQuery {
  std::string key;
  std::string tenant;     // empty = whichever has it
  bool personal = false;  // candidates in clear
};

// This tenant, or those that gold was made of.
std::vector<std::string> tenants_asked(pg::Connection& connection, const std::string& tenant);

// The one thing that the key means. Throws Error(not_found) with what is known instead, or
// Error(config) with the things that it may mean.
trace::FoundKey resolve_key(pg::Connection& connection, const KeyQuery& meant,
                            const trace::Things& things);

}  // namespace gdo::app
