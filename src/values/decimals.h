#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Decimal numbers of any size, exactly: never through double. A "canonical" decimal is plain text
// -?digits[.digits] without needless zeros: no leading ones before the units, no trailing ones
// after the point, no "-0", no exponent. PostgreSQL's numeric reads it as it stands.
namespace gdo::values {

enum class DecimalForm {
  invalid,    // no number, or one that can be read in two ways: "1,234.56"
  plain,      // as JSON or ISO writes it
  brazilian,  // "1.234,56", "1,5": read, and worth counting
};

struct Decimal {
  DecimalForm form = DecimalForm::invalid;
  std::string_view text;  // canonical; a view of the argument or of `scratch`
};

// More digits than this before or after the point are no number of this domain (and PostgreSQL's
// numeric stops at 16,383 after it): invalid, whether written out or by an exponent.
inline constexpr int kMaxDigits = 16'383;

// text: trimmed. Accepts an optional sign, digits with a point or a comma for the decimals (a point
// alone always is one: "1.234" is 1.234), points that group thousands only where a comma follows,
// and an exponent without comma. Source: docs/dominio.md, "Values".
[[nodiscard]] Decimal parse_decimal(std::string_view text, std::string& scratch);

// How many digits stand after the point of a text that parse_decimal() reads, needless zeros too:
// 6 of "-15.601230" and of "-1.5601230e1", 0 of "7". More than 20 are not counted: no measurement
// has them.
[[nodiscard]] int written_scale(std::string_view text);
// Whether such a text has an exponent.
[[nodiscard]] bool has_exponent(std::string_view text);

// Negative, zero or positive, for canonical decimals of any length.
[[nodiscard]] int compare(std::string_view left, std::string_view right);

// a + b, canonical, for canonical decimals of any length.
[[nodiscard]] std::string add(std::string_view a, std::string_view b);
[[nodiscard]] std::string negate(std::string_view a);

// Digits before and after the point of a canonical decimal; 0 counts no digit before it.
[[nodiscard]] int integer_digits(std::string_view canonical);
[[nodiscard]] int fraction_digits(std::string_view canonical);

// Rounded half away from zero to `scale` digits after the point, as PostgreSQL does; a view of the
// argument when it has no more than that.
[[nodiscard]] std::string_view round_to_scale(std::string_view canonical, int scale,
                                              std::string& scratch);

// A canonical decimal without fraction that fits; empty otherwise.
[[nodiscard]] std::optional<std::int64_t> to_int64(std::string_view canonical);

}  // namespace gdo::values
