#pragma once

#include <string>
#include <string_view>

#include "pg/connection.h"

namespace gdo::monitor {

// The text of sql/alertas/<path>. Throws Error(internal) when there is none.
std::string alert_sql(std::string_view path);

// Whether the table of its first line, "-- requer: t", is there; without that line none is needed.
bool has_its_tables(pg::Connection& connection, std::string_view sql);

}  // namespace gdo::monitor
