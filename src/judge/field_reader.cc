#include "judge/field_reader.h"

#include <algorithm>
#include <limits>

#include "judge/json_keeper.h"
#include "values/dates.h"
#include "values/decimals.h"
#include "values/documents.h"
#include "values/text.h"

namespace gdo::judge {
namespace {

using contract::ValueType;
using Fault = Reading::Fault;

constexpr std::size_t kShortInteger = 9;  // digits that always fit 32 bits
// Bytes. No number or date needs them, though it may be one: 1.000…, 2025-01-27T….
constexpr std::size_t kLongestTyped = 500;
constexpr int kLongestNumber = 60;  // digits of a number that a text column takes

bool is_inside(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

// A run of digits that needs no more thought; false for anything else.
bool read_short_integer(std::string_view text, std::int64_t& number) {
  if (text.empty() || text.size() > kShortInteger) return false;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  number = value;
  return true;
}

// Whether the text has a character that only steers machines: C0 but white space, DEL, C1. JSON
// lets those below U+0020 through as escapes only.
bool has_control(std::string_view text, bool was_escaped) {
  if (text.find('\x7F') != std::string_view::npos) return true;
  for (std::size_t at = text.find('\xC2'); at != std::string_view::npos;
       at = text.find('\xC2', at + 1)) {
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
    if (next >= 0x80 && next < 0xA0 && next != 0x85) return true;
  }
  return was_escaped && std::any_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r');
         });
}

// "123.0" or "123,00": a number that went through a float; its digits, or nothing.
std::string_view whole_number(std::string_view text) {
  const std::size_t point = text.find_first_of(".,");
  if (point == std::string_view::npos || point + 1 == text.size()) return {};
  const bool zeros = text.substr(point + 1).find_first_not_of('0') == std::string_view::npos;
  // Three zeros group thousands as well.
  if (!zeros || text.size() - point - 1 == 3) return {};
  return values::is_digits(text.substr(0, point)) ? text.substr(0, point) : std::string_view{};
}

values::Value text_value(std::string_view text) {
  values::Value value;
  value.kind = values::ValueKind::text;
  value.text = text;
  return value;
}

// What a column keeps beside the code that a text stands for; nothing of what is no word.
values::Value original(std::string_view text) {
  return text.size() <= kLongestTyped ? text_value(text) : values::Value{};
}

}  // namespace

FieldReader::FieldReader(const contract::Field& field, const values::TimeZone& zone)
    : field_(field),
      zone_(zone),
      steps_(field.cleaning),
      json_(field.type.kind == ValueType::json ? std::make_unique<JsonKeeper>(field.json)
                                               : nullptr) {
  if (!field.cleaning.pad_when.empty()) pad_when_.emplace(field.cleaning.pad_when);
}
FieldReader::~FieldReader() = default;
FieldReader::FieldReader(FieldReader&&) noexcept = default;

// Views of our buffers die with the next value: what is no part of the record is copied.
std::string_view FieldReader::lasting(std::string_view text, std::string_view source,
                                      values::TextArena& arena) const {
  return is_inside(text, source) ? text : arena.keep(text);
}

Reading FieldReader::read(const values::Token& token, values::TextArena& arena) {
  Reading reading;
  if (token.kind == values::TokenKind::absent || token.kind == values::TokenKind::null)
    return reading;
  if (field_.type.kind == ValueType::json && token.kind != values::TokenKind::string) {
    json_->keep(token, reading, changes_, arena);
    return reading;
  }
  switch (token.kind) {
    case values::TokenKind::string:
      read_string(token, reading, arena);
      break;
    case values::TokenKind::number:
      read_number(token.text(), reading, arena);
      break;
    case values::TokenKind::boolean:
      if (field_.type.kind == ValueType::boolean) {
        reading.value.kind = values::ValueKind::boolean;
        reading.value.number = token.size == 4 ? 1 : 0;
      } else {
        reading.fault = Fault::wrong_type;
      }
      break;
    default:
      reading.fault = Fault::wrong_type;
  }
  return reading;
}

void FieldReader::read_string(const values::Token& token, Reading& reading,
                              values::TextArena& arena) {
  const std::string_view source = token.text().substr(1, token.size - 2U);
  const values::Unescaped unescaped = values::unescape_json(source, unescaped_);
  const bool was_escaped = unescaped.text.data() != source.data();
  if (unescaped.not_text || has_control(unescaped.text, was_escaped)) {
    reading.fault = Fault::not_text;
    return;
  }
  const std::string_view text = lasting(unescaped.text, source, arena);
  const std::string_view tidy = lasting(steps_.tidy(text, changes_), text, arena);
  if (steps_.is_null(tidy, changes_)) return;
  if (field_.type.kind == ValueType::text) {
    const std::string_view digits = steps_.takes_digits() ? whole_number(tidy) : std::string_view{};
    read_text(digits.empty() ? tidy : padded(digits, arena), reading, arena);
    return;
  }
  if (field_.type.kind == ValueType::json) {
    json_->keep(token, reading, changes_, arena);
    if (tidy.size() <= kLongestTyped || reading.fault != Fault::none) return;
    reading.value = {};
    reading.fault = Fault::too_long;
    return;
  }
  if (field_.cleaning.keep_original) reading.original = original(tidy);
  changes_.count(Change::text_to_typed);
  read_string_value(tidy, reading, arena);
}

// People write no exponents: in text, 1e2 is rather a code that a spreadsheet spoilt.
void FieldReader::read_string_value(std::string_view text, Reading& reading,
                                    values::TextArena& arena) {
  if (values::has_exponent(text) &&
      values::parse_decimal(text, digits_).form != values::DecimalForm::invalid) {
    reading.fault = steps_.has_codes() ? Fault::outside_codes : Fault::wrong_type;
  } else if (steps_.has_codes()) {
    read_coded(text, reading, arena);
  } else {
    read_typed(text, reading, arena);
  }
}

// Codes of a column of whole numbers, which may be written as 2, "02" or 2.0.
void FieldReader::read_coded(std::string_view text, Reading& reading, values::TextArena& arena) {
  auto code = steps_.find_code(text, changes_);
  if (!code) {
    const values::Decimal decimal = values::parse_decimal(text, digits_);
    if (decimal.form != values::DecimalForm::invalid)
      code = steps_.find_code(decimal.text, changes_);
  }
  if (!code) {
    reading.fault = Fault::outside_codes;
    return;
  }
  read_typed(*code, reading, arena);
}

// text: tidy, and lasting.
void FieldReader::read_text(std::string_view text, Reading& reading, values::TextArena& arena) {
  if (field_.cleaning.keep_original) reading.original = original(text);
  const TextSteps::Cleaned cleaned = steps_.clean(text, changes_);
  if (cleaned.wrong) reading.fault = Fault::wrong_type;
  if (cleaned.masked) reading.fault = Fault::masked;
  if (cleaned.null) return;
  if (!steps_.has_codes()) {
    reading.value = text_value(lasting(cleaned.text, text, arena));
  } else if (const auto code = steps_.find_code(cleaned.text, changes_)) {
    reading.value = text_value(*code);
  } else {
    reading.fault = Fault::outside_codes;
  }
}

// A code of fixed length, written as a number, has lost its leading zeros.
std::string_view FieldReader::padded(std::string_view digits, values::TextArena& arena) {
  if (digits.size() >= field_.cleaning.pad || !values::is_digits(digits)) return digits;
  if (pad_when_ && !pad_when_->matches(digits)) return digits;
  changes_.count(Change::padded);
  std::string zeros;
  return arena.keep(values::pad_zeros(digits, field_.cleaning.pad, zeros));
}

void FieldReader::read_number(std::string_view json, Reading& reading, values::TextArena& arena) {
  if (field_.type.kind != ValueType::text) {
    if (steps_.has_codes()) {
      read_coded(json, reading, arena);
      return;
    }
    if (field_.type.kind == ValueType::date || field_.type.kind == ValueType::timestamp) {
      reading.fault = Fault::wrong_type;
      return;
    }
    read_typed(json, reading, arena);
    return;
  }
  read_number_as_text(json, reading, arena);
}

// A text column takes a number as it is written, unless that hides a whole number: 9999.0, 1e3.
void FieldReader::read_number_as_text(std::string_view json, Reading& reading,
                                      values::TextArena& arena) {
  changes_.count(Change::typed_to_text);
  if (json.find_first_of(".eE") == std::string_view::npos && json != "-0") {
    read_text(padded(json, arena), reading, arena);
    return;
  }
  const values::Decimal decimal = values::parse_decimal(json, digits_);
  if (decimal.form == values::DecimalForm::invalid) {
    reading.fault = Fault::wrong_type;
    return;
  }
  if (values::integer_digits(decimal.text) > kLongestNumber) {
    reading.fault = Fault::too_large;
    return;
  }
  const bool as_written =
      !values::has_exponent(json) && decimal.text.find('.') != std::string_view::npos;
  const std::string_view text = as_written ? json : lasting(decimal.text, json, arena);
  read_text(padded(text, arena), reading, arena);
}

void FieldReader::read_typed(std::string_view text, Reading& reading, values::TextArena& arena) {
  read_as_type(text, reading, arena);
  if (text.size() <= kLongestTyped || reading.fault != Fault::none) return;
  reading.value = {};
  reading.fault = Fault::too_long;
}

void FieldReader::read_as_type(std::string_view text, Reading& reading, values::TextArena& arena) {
  switch (field_.type.kind) {
    case ValueType::integer:
    case ValueType::bigint:
      read_integer(text, reading);
      break;
    case ValueType::numeric:
      read_numeric(text, reading, arena);
      break;
    case ValueType::date:
      read_date(text, reading);
      break;
    case ValueType::timestamp:
      read_timestamp(text, reading);
      break;
    case ValueType::boolean:
      if (const auto flag = values::parse_boolean(text)) {
        reading.value.kind = values::ValueKind::boolean;
        reading.value.number = *flag ? 1 : 0;
      } else {
        reading.fault = Fault::wrong_type;
      }
      break;
    case ValueType::text:
    case ValueType::json:
      break;  // not read from here
  }
}

bool FieldReader::is_null_number(std::string_view canonical) {
  const bool zero = field_.cleaning.zero_is_null && canonical == "0";
  const bool minus_one = field_.cleaning.minus_one_is_null && canonical == "-1";
  if (zero) changes_.count(Change::zero);
  if (minus_one) changes_.count(Change::minus_one);
  return zero || minus_one;
}

void FieldReader::read_integer(std::string_view text, Reading& reading) {
  std::int64_t number = 0;
  if (!read_short_integer(text, number)) {
    const values::Decimal decimal = values::parse_decimal(text, digits_);
    if (decimal.form != values::DecimalForm::invalid && is_null_number(decimal.text)) return;
    if (decimal.form == values::DecimalForm::invalid || values::fraction_digits(decimal.text) > 0) {
      reading.fault = Fault::wrong_type;
      return;
    }
    const auto whole = values::to_int64(decimal.text);
    const bool fits = whole && (field_.type.kind == ValueType::bigint ||
                                (*whole >= std::numeric_limits<std::int32_t>::min() &&
                                 *whole <= std::numeric_limits<std::int32_t>::max()));
    if (!fits) {
      reading.fault = Fault::too_large;
      return;
    }
    if (decimal.form == values::DecimalForm::brazilian) changes_.count(Change::brazilian_decimal);
    number = *whole;
  } else if (number == 0 && is_null_number("0")) {
    return;
  }
  reading.value.kind = values::ValueKind::integer;
  reading.value.number = number;
}

void FieldReader::read_numeric(std::string_view text, Reading& reading, values::TextArena& arena) {
  const values::Decimal decimal = values::parse_decimal(text, digits_);
  if (decimal.form == values::DecimalForm::invalid) {
    reading.fault = Fault::wrong_type;
    return;
  }
  if (is_null_number(decimal.text)) return;
  if (decimal.form == values::DecimalForm::brazilian) changes_.count(Change::brazilian_decimal);
  if (field_.type.precision == 0) {
    reading.value = values::numeric_value(lasting(decimal.text, text, arena));
    const int zeros = values::written_scale(text) - values::fraction_digits(decimal.text);
    if (zeros > 0) reading.value.zeros = static_cast<std::uint16_t>(zeros);
    return;
  }
  const std::string_view fitting =
      values::round_to_scale(decimal.text, field_.type.scale, rounded_);
  if (fitting.data() != decimal.text.data()) changes_.count(Change::rounded);
  if (values::integer_digits(fitting) > field_.type.precision - field_.type.scale) {
    reading.fault = Fault::too_large;
    return;
  }
  const std::string_view kept = field_.cleaning.round ? fitting : decimal.text;
  reading.value = values::numeric_value(lasting(kept, text, arena));
}

// With the zeros behind the point with which it came: they say how exact it is.
values::Value FieldReader::with_zeros(const values::Value& value, values::TextArena& arena) const {
  if (value.zeros == 0) return value;
  std::string scratch;
  std::string text(values::text_of(value, scratch));
  if (text.find('.') == std::string::npos) text += '.';
  text.append(value.zeros, '0');
  values::Value written = value;
  written.text = arena.keep(text);
  return written;
}

values::Value FieldReader::stored(const values::Value& value, values::TextArena& arena) {
  if (value.kind != values::ValueKind::numeric) return value;
  if (field_.type.precision == 0) return with_zeros(value, arena);
  const std::string_view fitting = values::round_to_scale(value.text, field_.type.scale, rounded_);
  if (fitting.data() == value.text.data()) return value;
  return values::numeric_value(arena.keep(fitting));
}

void FieldReader::read_date(std::string_view text, Reading& reading) {
  const values::Date date = values::parse_date(text);
  if (date.form == values::DateForm::invalid) {
    reading.fault = Fault::wrong_type;
    return;
  }
  if (date.form == values::DateForm::brazilian) changes_.count(Change::brazilian_date);
  reading.value.kind = values::ValueKind::date;
  reading.value.number = date.days;
}

void FieldReader::read_timestamp(std::string_view text, Reading& reading) {
  const values::DateTime time = values::parse_date_time(text, zone_);
  if (time.form == values::DateForm::invalid) {
    reading.fault = Fault::wrong_type;
    return;
  }
  if (time.form == values::DateForm::brazilian) changes_.count(Change::brazilian_date);
  reading.value.kind = values::ValueKind::timestamp;
  reading.value.number = time.utc_us;
  reading.value.local_days = time.local_days;
}

values::Value FieldReader::default_value(values::TextArena& arena) {
  if (!field_.default_value) return {};
  const std::string_view text = *field_.default_value;
  Reading reading;
  if (field_.type.kind == ValueType::text) {
    reading.value = text_value(text);
  } else if (field_.type.kind == ValueType::json) {
    reading.value = text_value(text);
    reading.value.kind = values::ValueKind::json;
  } else {
    read_typed(text, reading, arena);
  }
  changes_.clear();
  return reading.value;
}

}  // namespace gdo::judge
