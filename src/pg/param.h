#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/encodings.h"

namespace gdo::pg {

// One statement parameter, always sent apart from the SQL. Text format, except bytes.
class Param {
 public:
  Param(std::nullopt_t);                       // NOLINT(google-explicit-constructor): reads better
  Param(std::string_view text);                // NOLINT(google-explicit-constructor)
  Param(const std::string& text);              // NOLINT(google-explicit-constructor)
  Param(const char* text);                     // NOLINT(google-explicit-constructor)
  Param(std::int64_t value);                   // NOLINT(google-explicit-constructor)
  Param(int value);                            // NOLINT(google-explicit-constructor)
  Param(bool value);                           // NOLINT(google-explicit-constructor)
  Param(double value);                         // NOLINT(google-explicit-constructor)
  Param(std::optional<std::string> text);      // NOLINT(google-explicit-constructor)
  Param(std::optional<std::int64_t> value);    // NOLINT(google-explicit-constructor)
  static Param bytes(std::string_view bytes);  // bytea

  const std::optional<std::string>& value() const { return value_; }
  bool binary() const { return binary_; }

 private:
  std::optional<std::string> value_;
  bool binary_ = false;
};

// A PostgreSQL array literal for one parameter, e.g. `= ANY($1::text[])` or unnest($1::bigint[]).
std::string text_array(std::span<const std::string> values);
std::string text_array(std::span<const std::optional<std::string>> values);
std::string integer_array(std::span<const std::int64_t> values);

// Rows for one parameter of json_to_recordset. A member that a row leaves out is null there.
class JsonRows {
 public:
  JsonRows& begin_row();
  // Members of the row: `name` as it stands in SQL; texts are UTF-8.
  JsonRows& text(std::string_view name, std::string_view value);
  JsonRows& int8(std::string_view name, std::int64_t value);
  JsonRows& boolean(std::string_view name, bool value);
  // The array, closed.
  [[nodiscard]] std::string take() &&;

 private:
  void begin_member(std::string_view name);

  std::string json_ = "[";
};

// Names longer than 63 bytes are cut by the server.
using gdo::quote_identifier;

// The bytes of a bytea column in text format ("\x7b7d"). Throws Error(internal) for other text.
std::string bytes_of_hex(std::string_view bytea);

}  // namespace gdo::pg
