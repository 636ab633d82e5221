#include "contract/json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "contract/field.h"

namespace gdo::contract {
namespace {

using Json = nlohmann::ordered_json;  // members in the order in which people read them

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

// JSON Schema of one field's value: what its type, sets, ranges and patterns say, in the forms that
// are taken for it (a number as text, text as a number), and null if it is optional.
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

// An object whose members are added one by one, some of them inside others.
class ObjectSchema {
 public:
  explicit ObjectSchema(const std::string& description) {
    if (!description.empty()) schema_["description"] = description;
    schema_["type"] = "object";
    schema_["properties"] = Json::object();
    schema_["required"] = Json::array();
  }

  void add(std::span<const std::string> path, bool required, Json member) {
    add(schema_, path, required, std::move(member));
  }

  Json finish(Drift drift) {
    if (schema_["required"].empty()) schema_.erase("required");
    if (drift == Drift::freeze) schema_["additionalProperties"] = false;
    return std::move(schema_);
  }

 private:
  static void add(Json& object, std::span<const std::string> path, bool required, Json member) {
    const std::string& name = path.front();
    Json& names = object["required"];
    if (required && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
    Json& properties = object["properties"];
    if (path.size() == 1) {
      properties[name] = std::move(member);
      return;
    }
    if (!properties.contains(name)) {
      properties[name] = {{"type", Json::array({"object"})}, {"properties", Json::object()}};
      if (!required) properties[name]["type"].push_back("null");
    }
    add(properties[name], path.subspan(1), required, std::move(member));
    if (properties[name].contains("required") && properties[name]["required"].is_null()) {
      properties[name].erase("required");
    }
  }

  Json schema_ = Json::object();
};

Json array_of(Json element, const std::string& description, bool required) {
  Json schema = Json::object();
  if (!description.empty()) schema["description"] = description;
  schema["type"] = required ? Json("array") : Json::array({"array", "null"});
  schema["items"] = std::move(element);
  return schema;
}

void add_fields(const std::vector<Field>& fields, Level level, ObjectSchema& object) {
  for (const Field& field : fields) {
    if (field.level != level || field.path.empty()) continue;
    object.add(field.path, field.required, field_schema(field));
  }
}

void add_children(const Contract& contract, ObjectSchema& object) {
  for (const Child& child : contract.children) {
    ObjectSchema element("");
    add_fields(child.fields, Level::item, element);
    const std::vector<std::string> path = {child.array};
    object.add(path, child.required,
               array_of(element.finish(contract.drift), child.description, child.required));
  }
}

// A record of one shape.
Json contract_schema(const Contract& contract) {
  ObjectSchema record(contract.description);
  add_fields(contract.fields, Level::record, record);
  if (contract.items.empty()) {
    add_children(contract, record);
    return record.finish(contract.drift);
  }
  ObjectSchema item("");
  add_fields(contract.fields, Level::item, item);
  add_children(contract, item);
  const std::vector<std::string> path = {contract.items};
  record.add(path, false, array_of(item.finish(contract.drift), "", false));
  return record.finish(contract.drift);
}

// No entity has a capital letter.
constexpr const char* kRecord = "Registro";

Json reference_to(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

// The record has one of these members, not null.
Json has_one_of(const std::vector<std::string>& members) {
  Json choices = Json::array();
  for (const std::string& member : members) {
    Json there = {{"required", Json::array({member})}};
    there["properties"][member] = {{"not", {{"type", "null"}}}};
    choices.push_back(std::move(there));
  }
  return {{"anyOf", std::move(choices)}};
}

// Shapes are asked in order: each is for the records that none before it took.
Json record_schema(const Payload& payload) {
  if (payload.contracts.size() == 1 && payload.contracts.front()->any_of.empty()) {
    return reference_to(payload.contracts.front()->entity);
  }
  Json shapes = Json::array();
  Json earlier = Json::array();
  for (const Contract* contract : payload.contracts) {
    Json all = Json::array({reference_to(contract->entity)});
    if (!contract->any_of.empty()) all.push_back(has_one_of(contract->any_of));
    if (!earlier.empty()) all.push_back({{"not", {{"anyOf", earlier}}}});
    if (!contract->any_of.empty()) earlier.push_back(has_one_of(contract->any_of));
    shapes.push_back({{"allOf", std::move(all)}});
  }
  return {{"oneOf", std::move(shapes)}};
}

// A file: one record, or an array of them, where the contract says.
Json document_schema(const Payload& payload) {
  const Json record = reference_to(kRecord);
  Json document = {{"anyOf", Json::array({record, Json{{"type", "array"}, {"items", record}}})}};
  for (auto member = payload.container.rbegin(); member != payload.container.rend(); ++member) {
    Json outer = {{"type", "object"}, {"required", Json::array({*member})}};
    outer["properties"][*member] = std::move(document);
    document = std::move(outer);
  }
  return document;
}

std::string versions(const Payload& payload) {
  std::string text;
  for (const Contract* contract : payload.contracts) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", contract->entity, contract->version_label());
  }
  return text;
}

}  // namespace

std::string json_schema(const Payload& payload) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"$id", "urn:gdo:contrato:" + payload.name},
                 {"$comment", "Contratos: " + versions(payload) +
                                  ". Somas, datas e dígitos verificadores são conferidos depois; "
                                  "espaços nas pontas são aceitos."},
                 {"title", payload.name}};
  schema.update(document_schema(payload));
  Json definitions = Json::object();
  definitions[kRecord] = record_schema(payload);
  for (const Contract* contract : payload.contracts) {
    definitions[contract->entity] = contract_schema(*contract);
  }
  schema["$defs"] = std::move(definitions);
  return schema.dump(2) + "\n";
}

}  // namespace gdo::contract
