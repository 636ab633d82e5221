#include <algorithm>

#include "judge/row_check.h"
#include "values/dates.h"
#include "values/documents.h"
#include "values/farm_documents.h"

// Rules about how the texts of several fields belong together.
namespace gdo::judge {
namespace {

using Outcome = RowCheck::Outcome;

Outcome agreement_outcome(bool holds) { return holds ? Outcome::holds : Outcome::broken; }

// value: not negative, and of so many digits at most.
void append_digits(int value, std::size_t digits, std::string& text) {
  text.append(digits, '0');
  for (auto digit = text.rbegin(); value > 0; value /= 10) {
    *digit++ = static_cast<char>('0' + value % 10);
  }
}

// DD, MM, YYYY and YY replaced by the date's parts; everything else stays.
std::string format_date(std::string_view format, std::int32_t days) {
  const values::CalendarDay day = values::from_days(days);
  std::string text;
  while (!format.empty()) {
    if (format.starts_with("DD")) {
      append_digits(day.day, 2, text);
      format.remove_prefix(2);
    } else if (format.starts_with("MM")) {
      append_digits(day.month, 2, text);
      format.remove_prefix(2);
    } else if (format.starts_with("YYYY")) {
      append_digits(day.year, 4, text);
      format.remove_prefix(4);
    } else if (format.starts_with("YY")) {
      append_digits(day.year % 100, 2, text);
      format.remove_prefix(2);
    } else {
      text += format.front();
      format.remove_prefix(1);
    }
  }
  return text;
}

std::string part_text(const contract::Composition::Part& part, const values::Value& value) {
  if (!part.date_format.empty()) {
    const bool date = value.kind == values::ValueKind::date;
    return format_date(part.date_format,
                       date ? static_cast<std::int32_t>(value.number) : value.local_days);
  }
  std::string scratch;
  std::string text(values::text_of(value, scratch));
  if (text.size() < part.pad) text.insert(0, part.pad - text.size(), '0');
  return text;
}

// Takes the part off the front of `rest`; false when something else stands there.
bool take_part(const contract::Composition::Part& part, const RowValues& row,
               std::string_view& rest) {
  if (part.skip > 0) {
    if (rest.size() < part.skip) return false;
    rest.remove_prefix(part.skip);
    return true;
  }
  if (!part.skip_past.empty()) {
    const std::size_t at = rest.find(part.skip_past);
    if (at == std::string_view::npos) return false;
    rest.remove_prefix(at + part.skip_past.size());
    return true;
  }
  const std::string expected = part.field ? part_text(part, row.at(*part.field)) : part.literal;
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

}  // namespace

RowCheck::Outcome check_composition(const contract::Composition& rule, const RowValues& row) {
  const values::Value& whole = row.at(rule.field);
  if (whole.is_null()) return Outcome::silent;
  const auto lacks_value = [&](const auto& part) {
    return part.field && row.at(*part.field).is_null();
  };
  if (std::any_of(rule.parts.begin(), rule.parts.end(), lacks_value)) return Outcome::silent;
  std::string scratch;
  std::string_view rest = values::text_of(whole, scratch);
  for (const auto& part : rule.parts) {
    if (!take_part(part, row, rest)) return Outcome::broken;
  }
  return agreement_outcome(rest.empty());
}

RowCheck::Outcome check_agreement(const contract::Agree& rule, const RowValues& row) {
  std::string scratch[3];
  std::string_view texts[3];
  for (std::size_t i = 0; i < rule.fields.size() && i < 3; ++i) {
    const values::Value& value = row.at(rule.fields[i]);
    if (value.is_null()) return Outcome::silent;
    texts[i] = values::text_of(value, scratch[i]);
  }
  switch (rule.kind) {
    case contract::Agreement::car_uf:
      return agreement_outcome(values::car_is_in(texts[0], texts[1]));
    case contract::Agreement::coordinates_uf:
      return agreement_outcome(values::point_is_in(texts[0], texts[1], texts[2]));
    case contract::Agreement::nfe_numero:
      return agreement_outcome(values::nfe_number_agrees(texts[0], texts[1]));
    case contract::Agreement::ie_uf:
      return agreement_outcome(values::ie_length_fits(texts[0], texts[1]));
  }
  return Outcome::silent;
}

}  // namespace gdo::judge
