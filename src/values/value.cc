#include "values/value.h"

#include <fmt/format.h>

#include "values/dates.h"
#include "values/decimals.h"

namespace gdo::values {
namespace {

constexpr int kExactDigits = 6;            // after the point
constexpr std::size_t kLongestExact = 20;  // characters: fewer than 13 digits before the point
constexpr std::int64_t kExactUnit = 1'000'000;
constexpr std::int64_t kMostExact = 1'000'000'000'000'000'000;  // sums of a few still fit

// Millionths of a short decimal; false when they do not say all of it.
bool to_millionths(std::string_view canonical, std::int64_t& millionths) {
  if (canonical.size() > kLongestExact - 1) return false;
  const bool negative = canonical.starts_with('-');
  std::int64_t value = 0;
  int digits = 0;
  int after_point = -1;
  for (const char c : negative ? canonical.substr(1) : canonical) {
    if (c == '.') {
      after_point = 0;
      continue;
    }
    value = value * 10 + (c - '0');
    ++digits;
    if (after_point >= 0) ++after_point;
  }
  const int places = after_point < 0 ? 0 : after_point;
  if (places > kExactDigits || digits - places > 12) return false;
  for (int i = places; i < kExactDigits; ++i) value *= 10;
  millionths = negative ? -value : value;
  return true;
}

std::string decimal_of_millionths(std::int64_t millionths) {
  const std::int64_t whole = millionths / kExactUnit;
  const std::int64_t rest = millionths % kExactUnit;
  const std::string plain = fmt::format("{}{}.{:06}", millionths < 0 ? "-" : "",
                                        whole < 0 ? -whole : whole, rest < 0 ? -rest : rest);
  std::string scratch;
  return std::string(parse_decimal(plain, scratch).text);
}

bool is_number(const Value& value) {
  return value.kind == ValueKind::integer || value.kind == ValueKind::numeric;
}

// Millionths of either kind of number; false when 64 bits cannot say it.
bool millionths_of(const Value& value, std::int64_t& millionths) {
  if (value.kind == ValueKind::numeric) {
    millionths = value.number;
    return value.exact;
  }
  if (value.number > kMostExact / kExactUnit || value.number < -kMostExact / kExactUnit)
    return false;
  millionths = value.number * kExactUnit;
  return true;
}

int sign(std::int64_t difference) { return difference < 0 ? -1 : difference > 0 ? 1 : 0; }

int order(std::int64_t left, std::int64_t right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

int compare_numbers(const Value& left, const Value& right) {
  if (left.kind == ValueKind::integer && right.kind == ValueKind::integer) {
    return order(left.number, right.number);
  }
  std::int64_t l = 0;
  std::int64_t r = 0;
  if (millionths_of(left, l) && millionths_of(right, r)) return sign(l - r);
  std::string left_text;
  std::string right_text;
  return compare(text_of(left, left_text), text_of(right, right_text));
}

}  // namespace

std::string_view text_of(const Value& value, std::string& scratch) {
  switch (value.kind) {
    case ValueKind::null:
      return {};
    case ValueKind::text:
    case ValueKind::json:
      return value.text;
    case ValueKind::numeric:
      if (value.text.empty()) scratch = decimal_of_millionths(value.number);
      return value.text.empty() ? std::string_view(scratch) : value.text;
    case ValueKind::integer: {
      const fmt::format_int digits(value.number);
      return scratch.assign(digits.data(), digits.size());
    }
    case ValueKind::date:
      scratch = iso_date(static_cast<std::int32_t>(value.number));
      return scratch;
    case ValueKind::timestamp:
      scratch = iso_time(value.number);
      return scratch;
    case ValueKind::boolean:
      return value.number != 0 ? "true" : "false";
  }
  return {};
}

Value numeric_value(std::string_view canonical) {
  Value value;
  value.kind = ValueKind::numeric;
  value.text = canonical;
  value.exact = to_millionths(canonical, value.number);
  return value;
}

int compare(const Value& left, const Value& right) {
  if (is_number(left)) return compare_numbers(left, right);
  if (left.kind == ValueKind::timestamp && right.kind == ValueKind::date) {
    return order(left.local_days, right.number);
  }
  if (left.kind == ValueKind::date && right.kind == ValueKind::timestamp) {
    return order(left.number, right.local_days);
  }
  if (left.kind == ValueKind::text || left.kind == ValueKind::json) {
    return left.text.compare(right.text);
  }
  return order(left.number, right.number);
}

Value add(const Value& a, const Value& b, bool subtract, std::string& kept) {
  std::int64_t left = 0;
  std::int64_t right = 0;
  Value sum;
  if (millionths_of(a, left) && millionths_of(b, right)) {
    sum.number = subtract ? left - right : left + right;
    if (sum.number < kMostExact && sum.number > -kMostExact) {
      sum.kind = ValueKind::numeric;
      sum.exact = true;
      return sum;
    }
  }
  std::string left_text;
  std::string right_text;
  const std::string_view plus = text_of(a, left_text);
  const std::string_view other = text_of(b, right_text);
  kept = add(plus, subtract ? std::string_view(negate(other)) : other);
  return numeric_value(kept);
}

}  // namespace gdo::values
