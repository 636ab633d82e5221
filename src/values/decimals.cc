#include "values/decimals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace gdo::values {
namespace {

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_decimal_digit);
}

// A number taken apart: sign, digits and how many of them follow the point (negative: zeros to
// add).
struct Parts {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
};

Parts parts_of(std::string_view canonical) {
  Parts parts;
  if (!canonical.empty() && canonical.front() == '-') {
    parts.negative = true;
    canonical.remove_prefix(1);
  }
  const std::size_t point = canonical.find('.');
  parts.integer = canonical.substr(0, point);
  if (point != std::string_view::npos) parts.fraction = canonical.substr(point + 1);
  return parts;
}

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

std::string_view without_trailing_zeros(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

// Writes the canonical form of the digits into `scratch`, which neither view may be part of.
std::string_view write_canonical(bool negative, std::string_view integer, std::string_view fraction,
                                 std::string& scratch) {
  integer = without_leading_zeros(integer);
  fraction = without_trailing_zeros(fraction);
  scratch.clear();
  if (negative && !(integer.empty() && fraction.empty())) scratch += '-';
  if (integer.empty()) {
    scratch += '0';
  } else {
    scratch += integer;
  }
  if (!fraction.empty()) {
    scratch += '.';
    scratch += fraction;
  }
  return scratch;
}

// -?(0|[1-9]\d*)(\.\d*[1-9])? other than -0: what nearly every number is.
bool is_canonical(std::string_view text) {
  const Parts parts = parts_of(text);
  if (parts.integer.empty() || !all_digits(parts.integer) || !all_digits(parts.fraction)) {
    return false;
  }
  if (parts.integer.size() > 1 && parts.integer.front() == '0') return false;
  const bool has_point = parts.integer.size() + (parts.negative ? 1U : 0U) != text.size();
  if (has_point) return !parts.fraction.empty() && parts.fraction.back() != '0';
  return !(parts.negative && parts.integer == "0");
}

// Points as they group thousands: one to three digits, then groups of three.
bool is_grouped(std::string_view integer) {
  std::size_t point = integer.find('.');
  if (point == 0 || point > 3 || !all_digits(integer.substr(0, point))) return false;
  while (point != std::string_view::npos) {
    const std::string_view group = integer.substr(point + 1, 3);
    if (group.size() != 3 || !all_digits(group)) return false;
    const std::size_t next = point + 4;
    if (next == integer.size()) return true;
    if (integer[next] != '.') return false;
    point = next;
  }
  return false;
}

// "1.234,56" or "1234,56"; `body` has no sign and holds exactly one comma.
Decimal parse_brazilian(bool negative, std::string_view body, std::string& scratch) {
  const std::size_t comma = body.find(',');
  const std::string_view fraction = body.substr(comma + 1);
  std::string_view integer = body.substr(0, comma);
  if (fraction.empty() || integer.empty() || !all_digits(fraction)) return {};
  std::string joined;
  if (!all_digits(integer)) {
    if (!is_grouped(integer)) return {};
    std::copy_if(integer.begin(), integer.end(), std::back_inserter(joined), is_decimal_digit);
    integer = joined;
  }
  if (integer.size() > kMaxDigits || fraction.size() > kMaxDigits) return {};
  return {DecimalForm::brazilian, write_canonical(negative, integer, fraction, scratch)};
}

// The exponent after e or E; empty when it is none or beyond any number we keep.
std::optional<int> parse_exponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !all_digits(text)) return std::nullopt;
  text = without_leading_zeros(text);
  if (text.size() > 6) return std::nullopt;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

// The digits with the point moved `exponent` places to the right.
Decimal shift_point(bool negative, std::string_view integer, std::string_view fraction,
                    int exponent, std::string& scratch) {
  std::string digits(integer);
  digits += fraction;
  if (without_leading_zeros(digits).empty()) {
    return {DecimalForm::plain, write_canonical(false, {}, {}, scratch)};
  }
  const auto point = static_cast<std::int64_t>(integer.size()) + exponent;
  if (point > 2 * kMaxDigits || point < -2 * kMaxDigits) return {};
  if (point < 0) digits.insert(0, static_cast<std::size_t>(-point), '0');
  const auto at = static_cast<std::size_t>(std::max<std::int64_t>(point, 0));
  if (digits.size() < at) digits.append(at - digits.size(), '0');
  const std::string_view all = digits;
  const std::string_view whole = without_leading_zeros(all.substr(0, at));
  const std::string_view rest = without_trailing_zeros(all.substr(at));
  if (whole.size() > kMaxDigits || rest.size() > kMaxDigits) return {};
  return {DecimalForm::plain, write_canonical(negative, whole, rest, scratch)};
}

// "1.234", "1e3", "007"; `body` has no sign and no comma.
Decimal parse_plain(bool negative, std::string_view body, std::string& scratch) {
  const std::size_t e = body.find_first_of("eE");
  const std::string_view mantissa = body.substr(0, e);
  const std::size_t point = mantissa.find('.');
  const std::string_view integer = mantissa.substr(0, point);
  std::string_view fraction;
  if (point != std::string_view::npos) {
    fraction = mantissa.substr(point + 1);
    if (fraction.empty()) return {};
  }
  if (integer.empty() || !all_digits(integer) || !all_digits(fraction)) return {};
  if (e != std::string_view::npos) {
    const auto exponent = parse_exponent(body.substr(e + 1));
    if (!exponent || mantissa.size() > 2 * kMaxDigits) return {};
    return shift_point(negative, integer, fraction, *exponent, scratch);
  }
  if (without_leading_zeros(integer).size() > kMaxDigits || fraction.size() > kMaxDigits) return {};
  return {DecimalForm::plain, write_canonical(negative, integer, fraction, scratch)};
}

int compare_magnitudes(const Parts& left, const Parts& right) {
  if (left.integer.size() != right.integer.size()) {
    return left.integer.size() < right.integer.size() ? -1 : 1;
  }
  const int whole = left.integer.compare(right.integer);
  // Without trailing zeros a fraction that continues is the greater one: as text compares.
  return whole != 0 ? whole : left.fraction.compare(right.fraction);
}

bool is_zero(std::string_view canonical) { return canonical == "0"; }

// Digits of both as whole numbers of the same scale, most significant first, with equal length.
struct Aligned {
  std::string left;
  std::string right;
  std::size_t scale = 0;
};

std::string aligned_digits(const Parts& parts, std::size_t whole, std::size_t scale) {
  std::string digits(whole - parts.integer.size(), '0');
  digits += parts.integer;
  digits += parts.fraction;
  digits.append(scale - parts.fraction.size(), '0');
  return digits;
}

Aligned align(const Parts& left, const Parts& right) {
  const std::size_t scale = std::max(left.fraction.size(), right.fraction.size());
  const std::size_t whole = std::max(left.integer.size(), right.integer.size()) + 1;
  return {aligned_digits(left, whole, scale), aligned_digits(right, whole, scale), scale};
}

// left += right, or left -= right where left is not smaller; digits of equal length.
void combine(std::string& left, const std::string& right, bool subtract) {
  int carry = 0;
  for (std::size_t i = left.size(); i-- > 0;) {
    const int r = right[i] - '0' + carry;
    int digit = left[i] - '0' + (subtract ? -r : r);
    carry = digit < 0 || digit > 9 ? 1 : 0;
    if (carry != 0) digit += subtract ? 10 : -10;
    left[i] = static_cast<char>('0' + digit);
  }
}

std::string canonical_of(bool negative, std::string_view digits, std::size_t scale) {
  std::string out;
  (void)write_canonical(negative, digits.substr(0, digits.size() - scale),
                        digits.substr(digits.size() - scale), out);
  return out;
}

// a + b through 64 bits where both are short, as weights are; false when they are not.
bool add_short(const Parts& a, const Parts& b, std::string& out) {
  constexpr std::size_t kDigits = 17;
  const std::size_t scale = std::max(a.fraction.size(), b.fraction.size());
  if (std::max(a.integer.size(), b.integer.size()) + scale > kDigits) return false;
  const auto value = [scale](const Parts& parts) {
    std::int64_t sum = 0;
    for (const char c : parts.integer) sum = sum * 10 + (c - '0');
    for (const char c : parts.fraction) sum = sum * 10 + (c - '0');
    for (std::size_t i = parts.fraction.size(); i < scale; ++i) sum *= 10;
    return parts.negative ? -sum : sum;
  };
  std::int64_t sum = value(a) + value(b);
  const bool negative = sum < 0;
  if (negative) sum = -sum;
  std::array<char, 2 * kDigits + 4> digits{};
  digits.fill('0');
  char* const start = digits.data() + kDigits;
  const char* const end = std::to_chars(start, digits.data() + digits.size(), sum).ptr;
  const auto written = static_cast<std::size_t>(end - start);
  const std::size_t zeros = written <= scale ? scale + 1 - written : 0;
  out = canonical_of(negative, std::string_view(start - zeros, written + zeros), scale);
  return true;
}

}  // namespace

Decimal parse_decimal(std::string_view text, std::string& scratch) {
  if (text.size() <= kMaxDigits && is_canonical(text)) return {DecimalForm::plain, text};
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto commas = std::count(text.begin(), text.end(), ',');
  if (commas == 1) return parse_brazilian(negative, text, scratch);
  return commas == 0 ? parse_plain(negative, text, scratch) : Decimal{};
}

bool has_exponent(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c == 'e' || c == 'E'; });
}

int written_scale(std::string_view text) {
  constexpr int kMostScale = 20;
  const std::size_t e = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, e);
  std::size_t point = mantissa.find(',');
  if (point == std::string_view::npos) point = mantissa.find('.');
  const auto behind = point == std::string_view::npos ? 0 : mantissa.size() - point - 1;
  if (behind > kMaxDigits) return 0;
  const int shift =
      e == std::string_view::npos ? 0 : parse_exponent(text.substr(e + 1)).value_or(0);
  const int scale = static_cast<int>(behind) - shift;
  return scale < 0 || scale > kMostScale ? 0 : scale;
}

int compare(std::string_view left, std::string_view right) {
  const Parts l = parts_of(left);
  const Parts r = parts_of(right);
  if (l.negative != r.negative) return l.negative ? -1 : 1;
  const int magnitudes = compare_magnitudes(l, r);
  return l.negative ? -magnitudes : magnitudes;
}

std::string add(std::string_view a, std::string_view b) {
  const Parts left = parts_of(a);
  const Parts right = parts_of(b);
  std::string sum;
  if (add_short(left, right, sum)) return sum;
  Aligned digits = align(left, right);
  if (left.negative == right.negative) {
    combine(digits.left, digits.right, false);
    return canonical_of(left.negative, digits.left, digits.scale);
  }
  const bool left_is_smaller = compare_magnitudes(left, right) < 0;
  if (left_is_smaller) std::swap(digits.left, digits.right);
  combine(digits.left, digits.right, true);
  return canonical_of(left_is_smaller ? right.negative : left.negative, digits.left, digits.scale);
}

std::string negate(std::string_view a) {
  if (is_zero(a)) return std::string(a);
  return a.front() == '-' ? std::string(a.substr(1)) : '-' + std::string(a);
}

int integer_digits(std::string_view canonical) {
  const Parts parts = parts_of(canonical);
  return parts.integer == "0" ? 0 : static_cast<int>(parts.integer.size());
}

int fraction_digits(std::string_view canonical) {
  return static_cast<int>(parts_of(canonical).fraction.size());
}

std::string_view round_to_scale(std::string_view canonical, int scale, std::string& scratch) {
  const Parts parts = parts_of(canonical);
  const auto keep = static_cast<std::size_t>(scale);
  if (parts.fraction.size() <= keep) return canonical;
  std::string digits = "0";
  digits += parts.integer;
  digits += parts.fraction.substr(0, keep);
  if (parts.fraction[keep] >= '5') {
    std::string one(digits.size(), '0');
    one.back() = '1';
    combine(digits, one, false);
  }
  scratch = canonical_of(parts.negative, digits, keep);
  return scratch;
}

std::optional<std::int64_t> to_int64(std::string_view canonical) {
  std::int64_t value = 0;
  const char* const end = canonical.data() + canonical.size();
  const auto [stop, fault] = std::from_chars(canonical.data(), end, value);
  if (fault != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace gdo::values
