#pragma once

#include <string>
#include <string_view>

namespace gdo::monitor {

// The text of sql/alertas/<path>. Throws Error(internal) when there is none.
std::string alert_sql(std::string_view path);

}  // namespace gdo::monitor
