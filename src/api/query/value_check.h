#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "export/exported_table.h"

namespace gdo::api {

// The value as PostgreSQL reads it for a column; nothing when it cannot be one. Days are
// 2025-01-27, moments ISO 8601 or a day, booleans true and false, sim and nao.
std::optional<std::string> column_value(const service::ExportedColumn& column,
                                        std::string_view text);
bool is_day(std::string_view text);
// What column_value takes, for messages.
std::string_view expected_value_pt(service::ValueKind kind);
std::string_view expected_value_en(service::ValueKind kind);

}  // namespace gdo::api
