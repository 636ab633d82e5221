#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gdo::values {

// A JSON value as it stands in the record's bytes.
enum class TokenKind : std::uint8_t { absent, null, string, number, boolean, object, array };

struct Token {
  const char* begin = nullptr;  // in the record; of a string its opening quote
  std::uint32_t size = 0;
  TokenKind kind = TokenKind::absent;

  [[nodiscard]] std::string_view text() const { return {begin, size}; }
};

enum class ValueKind : std::uint8_t {
  null,
  text,
  integer,
  numeric,
  date,
  timestamp,
  boolean,
  json
};

// One typed value of a row. Its text lives as long as the verdict it is part of.
struct Value {
  std::string_view text;        // text; numeric: canonical decimal (decimals.h), empty in an
                                // exact sum; json: JSON text
  std::int64_t number = 0;      // integer; date: days since 1970; timestamp: microseconds since
                                // 1970 UTC; boolean: 0, 1; numeric: millionths, if `exact`
  std::int32_t local_days = 0;  // timestamp: its day on the contract's clock, since 1970
  ValueKind kind = ValueKind::null;
  bool exact = false;  // numeric: `number` says all of it
  // numeric: zeros after its last digit with which it came. They say how exact it is, and nothing
  // else: no comparison sees them.
  std::uint16_t zeros = 0;

  [[nodiscard]] bool is_null() const { return kind == ValueKind::null; }
};

// The value as rules compare it with texts and as people read it: 42, 21.4, 2025-01-27, true.
// `scratch` holds what is no view of the value.
[[nodiscard]] std::string_view text_of(const Value& value, std::string& scratch);

// A canonical decimal as a value.
[[nodiscard]] Value numeric_value(std::string_view canonical);

// Negative, zero or positive. Numbers of both kinds compare with each other, a timestamp with a
// date by its local day; otherwise both have the same kind, and neither is null.
[[nodiscard]] int compare(const Value& left, const Value& right);

// a + b or a - b of two numbers. `kept` holds the text of a sum that millionths cannot say.
[[nodiscard]] Value add(const Value& a, const Value& b, bool subtract, std::string& kept);

}  // namespace gdo::values
