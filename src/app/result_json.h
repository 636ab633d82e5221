#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "pg/result.h"

// What commands that show rows share: values of a result as JSON.

namespace gdo::app {

nlohmann::ordered_json text_or_null(const pg::Result& rows, int row, int column);
nlohmann::ordered_json number_or_null(const pg::Result& rows, int row, int column);

// The document with a line feed. Bytes that are not UTF-8 are replaced: a file's name may be any.
std::string json_text(const nlohmann::ordered_json& document);

// The document over several lines, for reading: only blanks and line feeds between its tokens
// change, numbers and strings stay as they are spelled. Takes any text, JSON or not.
std::string json_layout(std::string_view text);

}  // namespace gdo::app
