#include "pg/param.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/encodings.h"
#include "base/error.h"

namespace gdo::pg {
namespace {

std::string float8_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{}", value);  // the shortest text that reads back as the same number
}

void append_element(std::string& array, std::string_view value) {
  if (array.size() > 1) array += ',';
  array += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') array += '\\';
    array += c;
  }
  array += '"';
}

}  // namespace

Param::Param(std::nullopt_t) {}
Param::Param(std::string_view text) : value_(text) {}
Param::Param(const std::string& text) : value_(text) {}
Param::Param(const char* text) : value_(text) {}
Param::Param(std::int64_t value) : value_(std::to_string(value)) {}
Param::Param(int value) : value_(std::to_string(value)) {}
Param::Param(bool value) : value_(value ? "t" : "f") {}
Param::Param(double value) : value_(float8_text(value)) {}
Param::Param(std::optional<std::string> text) : value_(std::move(text)) {}
Param::Param(std::optional<std::int64_t> value) {
  if (value) value_ = std::to_string(*value);
}

Param Param::bytes(std::string_view bytes) {
  Param param(bytes);
  param.binary_ = true;
  return param;
}

std::string text_array(std::span<const std::string> values) {
  std::string array = "{";
  for (const auto& value : values) append_element(array, value);
  return array + '}';
}

std::string text_array(std::span<const std::optional<std::string>> values) {
  std::string array = "{";
  for (const auto& value : values) {
    if (value) {
      append_element(array, *value);
    } else {
      array += array.size() > 1 ? ",NULL" : "NULL";
    }
  }
  return array + '}';
}

std::string integer_array(std::span<const std::int64_t> values) {
  return fmt::format("{{{}}}", fmt::join(values, ","));
}

JsonRows& JsonRows::begin_row() {
  json_ += json_.size() == 1 ? "{" : "},{";
  return *this;
}

void JsonRows::begin_member(std::string_view name) {
  json_ += json_.back() == '{' ? "\"" : ",\"";
  json_ += name;
  json_ += "\":";
}

JsonRows& JsonRows::text(std::string_view name, std::string_view value) {
  begin_member(name);
  append_json_string(value, json_);
  return *this;
}

JsonRows& JsonRows::int8(std::string_view name, std::int64_t value) {
  begin_member(name);
  json_ += std::to_string(value);
  return *this;
}

JsonRows& JsonRows::boolean(std::string_view name, bool value) {
  begin_member(name);
  json_ += value ? "true" : "false";
  return *this;
}

std::string JsonRows::take() && {
  json_ += json_.size() == 1 ? "]" : "}]";
  return std::move(json_);
}

std::string bytes_of_hex(std::string_view bytea) {
  std::optional<std::string> bytes;
  if (bytea.starts_with("\\x")) bytes = gdo::bytes_of_hex(bytea.substr(2));
  if (!bytes) throw Error(ErrorKind::internal, "bytea is not in hex format");
  return *std::move(bytes);
}

}  // namespace gdo::pg
