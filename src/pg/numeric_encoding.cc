#include "pg/numeric_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/error.h"
#include "pg/byte_buffer.h"

namespace gdo::pg {
namespace {

constexpr std::size_t kMostBefore = 131072;
constexpr std::size_t kMostBehind = 16383;
constexpr std::size_t kHeaderBytes = 8;  // ndigits, weight, sign, dscale
constexpr std::uint16_t kNegative = 0x4000;
constexpr std::uint16_t kNan = 0xC000;
constexpr std::uint16_t kInfinity = 0xD000;
constexpr std::uint16_t kMinusInfinity = 0xF000;

struct Decimal {
  bool valid = false;
  bool negative = false;
  std::string_view before;  // without leading zeros
  std::string_view behind;
};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Decimal parse(std::string_view text) {
  Decimal decimal;
  decimal.negative = text.starts_with('-');
  if (decimal.negative) text.remove_prefix(1);
  const auto point = text.find('.');
  decimal.before = text.substr(0, point);
  if (point != std::string_view::npos) decimal.behind = text.substr(point + 1);
  decimal.valid = !decimal.before.empty() && all_digits(decimal.before) &&
                  all_digits(decimal.behind) &&
                  (point == std::string_view::npos || !decimal.behind.empty());
  while (decimal.before.starts_with('0')) decimal.before.remove_prefix(1);
  decimal.valid =
      decimal.valid && decimal.before.size() <= kMostBefore && decimal.behind.size() <= kMostBehind;
  return decimal;
}

// The digits in groups of four, aligned at the point; group 0 is the leftmost.
class Groups {
 public:
  explicit Groups(const Decimal& decimal)
      : decimal_(decimal),
        before_((decimal.before.size() + 3) / 4),
        count_(before_ + (decimal.behind.size() + 3) / 4) {}

  std::size_t before() const { return before_; }
  std::size_t count() const { return count_; }
  int at(std::size_t group) const {
    if (group >= before_) {
      const std::string_view digits = decimal_.behind.substr((group - before_) * 4, 4);
      int value = value_of(digits);
      for (std::size_t i = digits.size(); i < 4; ++i) value *= 10;
      return value;
    }
    const std::size_t first = decimal_.before.size() - (before_ - 1) * 4;  // digits of group 0
    if (group == 0) return value_of(decimal_.before.substr(0, first));
    return value_of(decimal_.before.substr(first + (group - 1) * 4, 4));
  }

 private:
  static int value_of(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
  }

  const Decimal& decimal_;
  std::size_t before_;
  std::size_t count_;
};

[[noreturn]] void fail_binary() {
  throw Error(ErrorKind::internal, "the server sent a numeric that is none");
}

}  // namespace

bool is_numeric_text(std::string_view decimal) { return parse(decimal).valid; }

void append_numeric(ByteBuffer& buffer, std::string_view text) {
  const Decimal decimal = parse(text);
  if (!decimal.valid) {
    throw Error(
        ErrorKind::internal,
        fmt::format("a text of {} bytes is not a decimal number PostgreSQL can hold", text.size()));
  }
  const Groups groups(decimal);
  std::size_t first = 0;
  std::size_t last = groups.count();
  while (first < last && groups.at(first) == 0) ++first;
  while (last > first && groups.at(last - 1) == 0) --last;
  const bool zero = first == last;
  const auto weight =
      zero ? 0 : static_cast<std::int32_t>(groups.before()) - static_cast<std::int32_t>(first) - 1;

  const std::size_t bytes = kHeaderBytes + 2 * (last - first);
  char* out = buffer.extend(4 + bytes);
  out = store_big_endian(out, static_cast<std::int32_t>(bytes));
  out = store_big_endian(out, static_cast<std::uint16_t>(last - first));
  out = store_big_endian(out, static_cast<std::int16_t>(weight));
  out = store_big_endian(out, decimal.negative && !zero ? kNegative : std::uint16_t{0});
  out = store_big_endian(out, static_cast<std::uint16_t>(decimal.behind.size()));
  for (std::size_t i = first; i < last; ++i) {
    out = store_big_endian(out, static_cast<std::int16_t>(groups.at(i)));
  }
}

std::string numeric_text(std::string_view binary) {
  if (binary.size() < kHeaderBytes) fail_binary();
  const int count = load_big_endian<std::uint16_t>(binary.data());
  const int weight = load_big_endian<std::int16_t>(binary.data() + 2);
  const auto sign = load_big_endian<std::uint16_t>(binary.data() + 4);
  const std::size_t scale = load_big_endian<std::uint16_t>(binary.data() + 6);
  if (sign == kNan) return "NaN";
  if (sign == kInfinity) return "Infinity";
  if (sign == kMinusInfinity) return "-Infinity";
  if (binary.size() != kHeaderBytes + 2 * static_cast<std::size_t>(count)) fail_binary();

  const auto group = [&](int i) {
    const bool there = i >= 0 && i < count;
    return there ? load_big_endian<std::int16_t>(binary.data() + kHeaderBytes + 2 * i)
                 : std::int16_t{0};
  };
  std::string before;
  for (int i = 0; i <= weight; ++i) before += fmt::format("{:04}", group(i));
  before.erase(0, std::min(before.find_first_not_of('0'), before.size()));
  std::string text(sign == kNegative ? "-" : "");
  text += before.empty() ? "0" : before;
  if (scale == 0) return text;
  text += '.';
  const std::size_t end = text.size() + scale;
  for (int i = weight + 1; text.size() < end; ++i) text += fmt::format("{:04}", group(i));
  text.resize(end);
  return text;
}

}  // namespace gdo::pg
