#include "app/result_json.h"

#include <nlohmann/json.hpp>

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
  return text;
}

}  // namespace gdo::app
