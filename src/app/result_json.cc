#include "app/result_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/language.h"

namespace gdo::app {

using Json = nlohmann::ordered_json;

Json text_or_null(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return std::string(rows.text(row, column));
}

Json number_or_null(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return rows.integer(row, column);
}

std::string json_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string day_and_time(std::string_view iso) {
  std::string text(iso.substr(0, 19));
  if (text.size() > 10) text[10] = ' ';
  if (language() != Language::portuguese || text.size() < 10 || text[4] != '-') return text;
  return fmt::format("{}/{}/{}{}", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4),
                     text.substr(10));
}

}  // namespace gdo::app
