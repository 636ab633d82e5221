#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/problem.h"
#include "export/exported_table.h"

namespace gdo::api {

// The value as PostgreSQL reads it for a column; nothing when it cannot be one. Days are
// 2025-01-27, moments ISO 8601 or a day, booleans true and false, sim and nao.
std::optional<std::string> column_value(const exports::ExportedColumn& column,
                                        std::string_view text);
// That the parameter has no value that column_value takes.
Text value_wanted(exports::ValueKind kind, std::string_view parameter);

}  // namespace gdo::api
