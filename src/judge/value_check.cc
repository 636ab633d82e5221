#include "judge/value_check.h"

#include <algorithm>

#include "contract/rule.h"
#include "judge/json_keeper.h"
#include "judge/messages.h"
#include "values/codes.h"
#include "values/dates.h"
#include "values/decimals.h"
#include "values/documents.h"
#include "values/farm_documents.h"
#include "values/text.h"

namespace gdo::judge {
namespace {

constexpr std::int64_t kDayMicroseconds = 86'400'000'000;
constexpr std::int64_t kSecondUs = 1'000'000;

using ValueOutcome = ValueCheck::Outcome;

ValueOutcome outcome_of(bool holds) { return holds ? ValueOutcome::holds : ValueOutcome::broken; }

// Elements of a JSON array, or characters of a text.
bool length_holds(const contract::TextLength& rule, const values::Value& value) {
  std::string scratch;
  const auto size = static_cast<std::int64_t>(
      value.kind == values::ValueKind::json ? count_elements(value.text)
                                            : values::length(values::text_of(value, scratch)));
  return (!rule.min || size >= *rule.min) && (!rule.max || size <= *rule.max);
}

bool is_future(const contract::NotFuture& rule, const values::Value& value,
               const JudgeContext& context) {
  const std::int64_t limit_us = context.version_us + rule.plus_days * kDayMicroseconds;
  if (value.kind == values::ValueKind::timestamp) return value.number > limit_us;
  const std::int64_t limit_s = limit_us / kSecondUs;
  const std::int64_t local_s = limit_s + context.zone.offset_at(limit_s);
  return value.number > local_s / (kDayMicroseconds / kSecondUs);
}

values::Checked check_text(contract::NamedCheck check, std::string_view text,
                           std::string& scratch) {
  using contract::NamedCheck;
  switch (check) {
    case NamedCheck::cpf:
      return values::check_cpf(text, scratch);
    case NamedCheck::cnpj:
      return values::check_cnpj(text, scratch);
    case NamedCheck::cpf_or_cnpj:
      return values::check_cpf_or_cnpj(text, scratch);
    case NamedCheck::gtin:
      return values::check_gtin(text, scratch);
    case NamedCheck::sscc:
      return values::check_sscc(text, scratch);
    case NamedCheck::car:
      return values::check_car(text, scratch);
    case NamedCheck::nfe_key:
      return values::check_nfe_key(text, scratch);
    case NamedCheck::ibge:
      return values::check_ibge(text, scratch);
    case NamedCheck::sisbov:
      return values::check_sisbov(text, scratch);
    case NamedCheck::sif:
      return values::check_sif(text, scratch);
    case NamedCheck::cep:
      return values::check_cep(text, scratch);
    case NamedCheck::gta:
      return values::check_gta(text, scratch);
  }
  return {};
}

ValueOutcome check_document(contract::NamedCheck check, values::Value& value,
                            std::string& scratch) {
  std::string own;
  const values::Checked checked = check_text(check, values::text_of(value, own), scratch);
  if (!checked.valid) return ValueOutcome::broken;
  // A number's text is not kept: it stays the number it is.
  if (value.kind == values::ValueKind::text) value.text = checked.text;
  return checked.doubtful ? ValueOutcome::doubtful : ValueOutcome::holds;
}

Message doubt_message_of(const contract::FieldRule& rule, const Message& otherwise) {
  const auto* const named = std::get_if<contract::NamedCheck>(&rule.body);
  if (named == nullptr || *named != contract::NamedCheck::car) return otherwise;
  return {"o código do município no CAR tem o último dígito errado",
          "the municipality's code in the CAR has a wrong last digit"};
}

}  // namespace

bool ValueCheck::Bounds::hold(const values::Value& value) const {
  if (min) {
    const int order = values::compare(value, min->value());
    if (order < 0 || (min_exclusive && order == 0)) return false;
  }
  if (!max) return true;
  const int order = values::compare(value, max->value());
  return order < 0 || (!max_exclusive && order == 0);
}

bool ValueCheck::Members::hold(const values::Value& value) const {
  if (value.kind == values::ValueKind::integer) {
    return std::find(integers.begin(), integers.end(), value.number) != integers.end();
  }
  std::string scratch;
  return std::find(texts.begin(), texts.end(), values::text_of(value, scratch)) != texts.end();
}

ValueCheck::Body ValueCheck::make_body(const contract::FieldRule& rule,
                                       const contract::Field& field) {
  const contract::ValueType type = field.type.kind;
  return std::visit(contract::Overloaded{[&](const contract::Range& range) -> Body {
                                           Bounds bounds;
                                           if (range.min) bounds.min.emplace(*range.min, type);
                                           if (range.max) bounds.max.emplace(*range.max, type);
                                           bounds.min_exclusive = range.min_exclusive;
                                           bounds.max_exclusive = range.max_exclusive;
                                           return bounds;
                                         },
                                         [](const contract::ValueSet& set) -> Body {
                                           Members members{set.values, {}};
                                           for (const auto& text : set.values) {
                                             if (const auto number = values::to_int64(text))
                                               members.integers.push_back(*number);
                                           }
                                           return members;
                                         },
                                         [](const contract::TextPattern& pattern) -> Body {
                                           return contract::Pattern(pattern.pattern);
                                         },
                                         [](const auto& other) -> Body { return other; }},
                    rule.body);
}

ValueCheck::ValueCheck(const contract::FieldRule& rule, const contract::Field& field)
    : rule_(&rule),
      body_(make_body(rule, field)),
      message_(rule_message(rule, field)),
      doubt_(doubt_message_of(rule, message_)) {}

std::string_view ValueCheck::doubt_code() const {
  const auto* const named = std::get_if<contract::NamedCheck>(&rule_->body);
  const bool car = named != nullptr && *named == contract::NamedCheck::car;
  return car ? std::string_view("ibge") : std::string_view(rule_->code);
}

ValueCheck::Outcome ValueCheck::check(values::Value& value, const JudgeContext& context,
                                      std::string& scratch) const {
  return std::visit(
      contract::Overloaded{
          [&](const Bounds& bounds) { return outcome_of(bounds.hold(value)); },
          [&](const Members& members) { return outcome_of(members.hold(value)); },
          [&](const contract::Pattern& pattern) {
            std::string text;
            return outcome_of(pattern.matches(values::text_of(value, text)));
          },
          [&](const contract::TextLength& rule_body) {
            return outcome_of(length_holds(rule_body, value));
          },
          [&](contract::NamedCheck named) { return check_document(named, value, scratch); },
          [&](const contract::NotFuture& rule_body) {
            return outcome_of(!is_future(rule_body, value, context));
          }},
      body_);
}

Constant::Constant(std::string_view text, contract::ValueType type) {
  using contract::ValueType;
  std::string scratch;
  const bool number =
      type == ValueType::integer || type == ValueType::bigint || type == ValueType::numeric;
  text_ = std::make_unique<const std::string>(number ? values::parse_decimal(text, scratch).text
                                                     : text);
  if (number) {
    value_ = values::numeric_value(*text_);
  } else if (type == ValueType::date || type == ValueType::timestamp) {
    value_.kind = values::ValueKind::date;
    value_.number = values::parse_date(text).days;
  } else if (type == ValueType::boolean) {
    value_.kind = values::ValueKind::boolean;
    value_.number = values::parse_boolean(text).value_or(false) ? 1 : 0;
  } else {
    value_.kind = values::ValueKind::text;
    value_.text = *text_;
  }
}

}  // namespace gdo::judge
