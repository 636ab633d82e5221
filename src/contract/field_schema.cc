#include "contract/field_schema.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>

namespace gdo::contract {
namespace {

constexpr const char* kDate =
    R"(^\s*(\d{4}-\d{2}-\d{2}([T ].*|Z|[+-]\d{2}:?\d{0,2})?|\d{1,2}/\d{1,2}/\d{4})\s*$)";
constexpr const char* kTime =
    R"(^\s*(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})([T ]\d{2}:\d{2}.*|Z|[+-]\d{2}:?\d{0,2})?\s*$)";
constexpr const char* kWholeNumber = R"(^\s*[+-]?\d+\s*$)";
constexpr const char* kNumber = R"(^\s*[+-]?\d[\d.]*(,\d+)?\s*$)";
constexpr const char* kBoolean =
    "^\\s*([TtFfSsNnVvYy01]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Ss][Ii][Mm]|"
    "[Nn](ã|Ã|[Aa])[Oo]|[Yy][Ee][Ss]|[Nn][Oo]|[Vv][Ee][Rr][Dd][Aa][Dd][Ee][Ii][Rr][Oo]|"
    "[Ff][Aa][Ll][Ss][Oo])\\s*$";

// Shapes of what the named checks look at; check digits cannot be said in a schema.
std::string_view check_pattern_of(NamedCheck check) {
  constexpr std::array<std::string_view, kNamedChecks> kPatterns = {
      R"(^\s*(\d{3}\.?\d{3}\.?\d{3}-?\d{2}|\d{1,11})\s*$)",
      R"(^\s*([0-9A-Za-z]{2}\.?[0-9A-Za-z]{3}\.?[0-9A-Za-z]{3}/?[0-9A-Za-z]{4}-?\d{2}|\d{1,14})\s*$)",
      R"(^\s*(\d{3}\.?\d{3}\.?\d{3}-?\d{2}|[0-9A-Za-z]{2}\.?[0-9A-Za-z]{3}\.?[0-9A-Za-z]{3}/?[0-9A-Za-z]{4}-?\d{2}|\d{1,14})\s*$)",
      R"(^\s*(\d{8}|\d{12,14})\s*$)",
      R"(^\s*\d{18}\s*$)",
      R"(^\s*[A-Za-z]{2}-\d{7}-[0-9A-Fa-f.]{32,40}\s*$)",
      R"(^[0-9A-Za-z .-]{44,}$)",
      R"(^\s*\d{7}\s*$)",
      R"(^[0-9 .-]{15,}$)",
      R"(^\s*0*\d{1,5}\s*$)",
      R"(^\s*(\d{5}[- ]?\d{3}|\d{2}\.\d{3}-?\d{3})\s*$)",
      R"(^[0-9A-Za-z ./-]+$)"};
  return kPatterns[static_cast<std::size_t>(check)];
}

// Cleaning that makes a good value of one that the pattern refuses.
bool pattern_is_about_cleaned_text(const Cleaning& cleaning) {
  return cleaning.digits_only || cleaning.alphanumeric_only || !cleaning.remove.empty();
}

void add_bounds(const Range& range, Json& schema) {
  const auto number = [](const std::string& text) { return Json::parse(text); };
  if (range.min) schema[range.min_exclusive ? "exclusiveMinimum" : "minimum"] = number(*range.min);
  if (range.max) schema[range.max_exclusive ? "exclusiveMaximum" : "maximum"] = number(*range.max);
}

template <typename Rule>
const Rule* enforced(const Field& field) {
  for (const FieldRule& rule : field.rules) {
    if (rule.action != Action::warn && std::holds_alternative<Rule>(rule.body)) {
      return &std::get<Rule>(rule.body);
    }
  }
  return nullptr;
}

// A code as the JSON of the field's type.
Json code_json(const Field& field, const std::string& code) {
  return field.type.kind == ValueType::text ? Json(code) : Json::parse(code);
}

// The values of a set or a code map, and, for numbers, the same as text.
Json listed(const Field& field, const std::vector<std::string>& codes,
            const std::vector<std::string>& synonyms) {
  Json values = Json::array();
  const bool text = field.type.kind == ValueType::text;
  for (const std::string& code : codes) values.push_back(code_json(field, code));
  for (const std::string& code : codes) {
    if (!text) values.push_back(code);
  }
  for (const std::string& synonym : synonyms) values.push_back(synonym);
  return {{"enum", std::move(values)}};
}

Json coded(const Field& field) {
  std::vector<std::string> codes;
  std::vector<std::string> synonyms;
  for (const CodeEntry& entry : field.cleaning.codes->entries) {
    codes.push_back(entry.code);
    synonyms.insert(synonyms.end(), entry.synonyms.begin(), entry.synonyms.end());
  }
  return listed(field, codes, synonyms);
}

void add_text(const Field& field, Json& forms) {
  Json text = {{"type", "string"}};
  if (field.required) text["minLength"] = 1;
  const TextPattern* pattern = enforced<TextPattern>(field);
  if (pattern != nullptr && !pattern_is_about_cleaned_text(field.cleaning)) {
    text["pattern"] = pattern->pattern;
  }
  if (const NamedCheck* check = enforced<NamedCheck>(field)) {
    text["pattern"] = check_pattern_of(*check);
  }
  if (const TextLength* length = enforced<TextLength>(field)) {
    if (length->min) text["minLength"] = *length->min;
    if (length->max) text["maxLength"] = *length->max;
  }
  forms.push_back(std::move(text));
  forms.push_back({{"type", "number"}});
}

void add_number(const Field& field, Json& forms) {
  const bool whole = field.type.kind != ValueType::numeric;
  Json number = {{"type", whole ? "integer" : "number"}};
  if (field.type.kind == ValueType::integer) {
    number["minimum"] = std::numeric_limits<std::int32_t>::min();
    number["maximum"] = std::numeric_limits<std::int32_t>::max();
  }
  Json known = Json::array();  // values that mean null, outside the range
  if (const Range* range = enforced<Range>(field)) {
    if (range->min && range->min_exclusive) number.erase("minimum");
    if (range->max && range->max_exclusive) number.erase("maximum");
    add_bounds(*range, number);
  }
  if (field.cleaning.zero_is_null) known.push_back(0);
  if (field.cleaning.minus_one_is_null) known.push_back(-1);
  forms.push_back(std::move(number));
  if (!known.empty()) forms.push_back({{"enum", std::move(known)}});
  forms.push_back({{"type", "string"}, {"pattern", whole ? kWholeNumber : kNumber}});
}

void add_json(const Field& field, Json& forms) {
  switch (field.json.kind) {
    case JsonSpec::Kind::array:
      forms.push_back({{"type", "array"}});
      return;
    case JsonSpec::Kind::object:
      forms.push_back({{"type", "object"}});
      return;
    case JsonSpec::Kind::any:
      forms.push_back(true);
      return;
  }
}

void add_forms(const Field& field, Json& forms) {
  if (field.cleaning.codes) {
    forms.push_back(coded(field));
    return;
  }
  if (const ValueSet* set = enforced<ValueSet>(field)) {
    forms.push_back(listed(field, set->values, {}));
    return;
  }
  switch (field.type.kind) {
    case ValueType::text:
      return add_text(field, forms);
    case ValueType::integer:
    case ValueType::bigint:
    case ValueType::numeric:
      return add_number(field, forms);
    case ValueType::date:
      forms.push_back({{"type", "string"}, {"pattern", kDate}});
      return;
    case ValueType::timestamp:
      forms.push_back({{"type", "string"}, {"pattern", kTime}});
      return;
    case ValueType::boolean:
      forms.push_back({{"type", "boolean"}});
      forms.push_back({{"enum", {0, 1}}});
      forms.push_back({{"type", "string"}, {"pattern", kBoolean}});
      return;
    case ValueType::json:
      return add_json(field, forms);
  }
}

std::string rules_text(const Field& field) {
  std::string text;
  for (const FieldRule& rule : field.rules) {
    const auto* check = std::get_if<NamedCheck>(&rule.body);
    const auto* pattern = std::get_if<TextPattern>(&rule.body);
    std::string words;
    if (check != nullptr) words = fmt::format("confere {}", rule.code);
    if (pattern != nullptr && pattern_is_about_cleaned_text(field.cleaning)) {
      words = fmt::format("depois de limpo, {}", pattern->pattern);
    }
    if (std::holds_alternative<NotFuture>(rule.body)) words = "não está no futuro";
    if (!words.empty()) text += "; " + words;
  }
  return text;
}

}  // namespace

Json field_schema(const Field& field) {
  Json schema = Json::object();
  std::string description = field.description;
  if (!field.unit.empty()) description += fmt::format(" ({})", field.unit);
  description += rules_text(field);
  if (!description.empty()) schema["description"] = description;
  if (!field.example.empty()) schema["examples"] = Json::array({field.example});
  if (field.privacy != Privacy::none) schema["x-dado-pessoal"] = true;
  Json forms = Json::array();
  add_forms(field, forms);
  if (!field.required) {
    forms.push_back({{"type", "null"}});
    Json tokens = Json::array();
    for (const std::string& token : field.cleaning.null_tokens) tokens.push_back(token);
    if (!tokens.empty()) forms.push_back({{"enum", std::move(tokens)}});
  }
  if (forms.size() == 1 && forms.front().is_object()) {
    schema.update(forms.front());
  } else {
    schema["anyOf"] = std::move(forms);
  }
  return schema;
}

}  // namespace gdo::contract
