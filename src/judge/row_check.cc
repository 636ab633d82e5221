#include "judge/row_check.h"

#include <algorithm>
#include <functional>

#include "contract/rule.h"
#include "values/dates.h"
#include "values/documents.h"
#include "values/farm_documents.h"

namespace gdo::judge {
namespace {

using Outcome = RowCheck::Outcome;

constexpr std::int64_t kDayUs = 86'400'000'000;

Outcome outcome(bool holds) { return holds ? Outcome::holds : Outcome::broken; }

bool is_number(const values::Value& value) {
  return value.kind == values::ValueKind::integer || value.kind == values::ValueKind::numeric;
}

bool holds(contract::Comparator comparator, int order) {
  using contract::Comparator;
  switch (comparator) {
    case Comparator::less:
      return order < 0;
    case Comparator::less_equal:
      return order <= 0;
    case Comparator::equal:
      return order == 0;
    case Comparator::not_equal:
      return order != 0;
    case Comparator::greater_equal:
      return order >= 0;
    case Comparator::greater:
      return order > 0;
  }
  return true;
}

// Later by the rule's days and months. Months make a timestamp the day it was.
values::Value shifted(values::Value value, const contract::Comparison& rule) {
  if (rule.plus_days == 0 && rule.plus_months == 0) return value;
  if (value.kind == values::ValueKind::timestamp && rule.plus_months == 0) {
    value.number += rule.plus_days * kDayUs;
    value.local_days += static_cast<std::int32_t>(rule.plus_days);
    return value;
  }
  auto days = value.kind == values::ValueKind::timestamp ? value.local_days
                                                         : static_cast<std::int32_t>(value.number);
  days = values::plus_months(days, static_cast<int>(rule.plus_months)) +
         static_cast<std::int32_t>(rule.plus_days);
  value.kind = values::ValueKind::date;
  value.number = days;
  return value;
}

// Whether the comparison holds for a right side anywhere within ± tolerance.
bool holds_nearly(contract::Comparator comparator, const values::Value& left,
                  const values::Value& right, const values::Value& tolerance) {
  using contract::Comparator;
  std::string low_text;
  std::string high_text;
  const values::Value low = values::add(right, tolerance, true, low_text);
  const values::Value high = values::add(right, tolerance, false, high_text);
  switch (comparator) {
    case Comparator::less:
    case Comparator::less_equal:
      return holds(comparator, values::compare(left, high));
    case Comparator::greater:
    case Comparator::greater_equal:
      return holds(comparator, values::compare(left, low));
    case Comparator::equal:
      return values::compare(left, low) >= 0 && values::compare(left, high) <= 0;
    case Comparator::not_equal:
      return true;
  }
  return true;
}

bool is_one_of(const std::vector<std::string>& texts, const values::Value& value) {
  std::string scratch;
  return std::find(texts.begin(), texts.end(), values::text_of(value, scratch)) != texts.end();
}

bool condition_holds(const contract::Condition& when, const RowValues& row) {
  using Kind = contract::Condition::Kind;
  switch (when.kind) {
    case Kind::always:
      return true;
    case Kind::present:
      return !row.at(when.field).is_null();
    case Kind::absent:
      return row.at(when.field).is_null();
    case Kind::failed:
      return row.at(when.field).is_null() && row.is_faulted(when.field);
    case Kind::in:
      return !row.at(when.field).is_null() && is_one_of(when.values, row.at(when.field));
  }
  return false;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t more) {
  hash ^= more + 0x9E3779B97F4A7C15ULL + (hash << 6U) + (hash >> 2U);
  hash *= 0xFF51AFD7ED558CCDULL;
  return hash ^ (hash >> 33U);
}

std::uint64_t hash_of(const values::Value& value) {
  const auto kind = static_cast<std::uint64_t>(value.kind);
  if (value.kind == values::ValueKind::text || value.kind == values::ValueKind::json ||
      (value.kind == values::ValueKind::numeric && !value.exact)) {
    return mix(kind, std::hash<std::string_view>()(value.text));
  }
  return mix(kind, static_cast<std::uint64_t>(value.number));
}

// Rules about how the texts of several fields belong together.
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

// Composition and Agree: silent when a value they need is null.
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
  return outcome(rest.empty());
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
      return outcome(values::car_is_in(texts[0], texts[1]));
    case contract::Agreement::coordinates_uf:
      return outcome(values::point_is_in(texts[0], texts[1], texts[2]));
    case contract::Agreement::nfe_numero:
      return outcome(values::nfe_number_agrees(texts[0], texts[1]));
    case contract::Agreement::ie_uf:
      return outcome(values::ie_length_fits(texts[0], texts[1]));
  }
  return Outcome::silent;
}

}  // namespace

RowCheck::Body RowCheck::make_body(const contract::RowRule& rule, const FieldScope& scope) {
  return std::visit(contract::Overloaded{
                        [&](const contract::Comparison& body) -> Body {
                          Comparison made{&body, {}, {}};
                          if (!body.right)
                            made.constant.emplace(body.constant, scope.at(body.left).type.kind);
                          if (body.tolerance != "0") {
                            made.tolerance.emplace(body.tolerance, contract::ValueType::numeric);
                          }
                          return made;
                        },
                        [](const contract::Sum& body) -> Body {
                          return Sum{&body, Constant(body.tolerance, contract::ValueType::numeric)};
                        },
                        [](const contract::Conditional& body) -> Body {
                          using Kind = contract::Conditional::Kind;
                          Conditional made{&body, {}};
                          if (body.kind == Kind::matches || body.kind == Kind::not_matches) {
                            made.pattern.emplace(body.pattern);
                          }
                          return made;
                        },
                        [](const auto& body) -> Body { return &body; }},
                    rule.body);
}

RowCheck::RowCheck(const contract::RowRule& rule, const FieldScope& scope)
    : rule_(&rule),
      body_(make_body(rule, scope)),
      message_(rule_message(rule, scope)),
      subject_name_(scope.at(rule.subject).name) {}

RowCheck::Outcome RowCheck::check(const RowValues& row) {
  return std::visit(
      contract::Overloaded{
          [&](const contract::Composition* body) { return check_composition(*body, row); },
          [&](const contract::Agree* body) { return check_agreement(*body, row); },
          [&](const contract::Unique* body) { return check(*body, row); },
          [&](const auto& body) { return check(body, row); }},
      body_);
}

RowCheck::Outcome RowCheck::check(const Comparison& body, const RowValues& row) {
  const contract::Comparison& rule = *body.rule;
  const values::Value& left = row.at(rule.left);
  const values::Value& right = rule.right ? row.at(*rule.right) : body.constant->value();
  if (left.is_null() || right.is_null()) return Outcome::silent;
  if (body.tolerance && is_number(right)) {
    return outcome(holds_nearly(rule.op, left, right, body.tolerance->value()));
  }
  return outcome(holds(rule.op, values::compare(left, shifted(right, rule))));
}

RowCheck::Outcome RowCheck::check(const Sum& body, const RowValues& row) {
  const values::Value& total = row.at(body.rule->total);
  if (total.is_null()) return Outcome::silent;
  values::Value sum = values::numeric_value("0");
  std::string kept;
  for (const auto& term : body.rule->terms) {
    const values::Value& value = row.at(term.field);
    if (value.is_null()) return Outcome::silent;
    sum = values::add(sum, value, term.sign < 0, kept);
  }
  return outcome(holds_nearly(contract::Comparator::equal, total, sum, body.tolerance.value()));
}

RowCheck::Outcome RowCheck::check(const Conditional& body, const RowValues& row) {
  using Kind = contract::Conditional::Kind;
  const contract::Conditional& rule = *body.rule;
  if (!condition_holds(rule.when, row)) return Outcome::silent;
  const values::Value& value = row.at(rule.field);
  if (rule.kind == Kind::required) {
    return row.is_faulted(rule.field) ? Outcome::silent : outcome(!value.is_null());
  }
  if (rule.kind == Kind::absent) return outcome(value.is_null());
  if (value.is_null()) return Outcome::silent;
  if (rule.kind == Kind::in) return outcome(is_one_of(rule.values, value));
  std::string scratch;
  const bool matches = body.pattern->matches(values::text_of(value, scratch));
  return outcome(matches == (rule.kind == Kind::matches));
}

RowCheck::Outcome RowCheck::check(const contract::Unique& rule, const RowValues& row) {
  std::uint64_t hash = rule.fields.size();
  bool any = false;
  for (const auto& ref : rule.fields) {
    // What cannot be right may well come twice: "???".
    if (row.is_faulted(ref)) return Outcome::silent;
    const values::Value& value = row.at(ref);
    any = any || !value.is_null();
    hash = mix(hash, hash_of(value));
  }
  if (!any) return Outcome::silent;
  return outcome(seen_.insert(hash));
}

}  // namespace gdo::judge
