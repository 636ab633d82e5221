#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/error.h"
#include "contract/pattern.h"
#include "contract/reader/scope.h"
#include "contract/reader/sections.h"

namespace gdo::contract {
namespace {

using Body = decltype(FieldRule::body);
using Kind = YamlNode::Kind;

constexpr std::array<std::string_view, 6> kRuleKeys = {"range",  "set",   "pattern",
                                                       "length", "check", "not_future"};
constexpr std::array<std::string_view, 8> kListedRuleKeys = {
    "range", "set", "pattern", "length", "check", "not_future", "action", "code"};
constexpr std::array<std::string_view, 4> kRangeKeys = {"min", "max", "above", "below"};
constexpr std::array<std::string_view, 2> kLengthKeys = {"min", "max"};
constexpr std::array<std::string_view, 1> kFutureKeys = {"plus_days"};

constexpr std::array<std::pair<std::string_view, NamedCheck>, kNamedChecks> kChecks = {{
    {"cpf", NamedCheck::cpf},
    {"cnpj", NamedCheck::cnpj},
    {"cpf_or_cnpj", NamedCheck::cpf_or_cnpj},
    {"gtin", NamedCheck::gtin},
    {"sscc", NamedCheck::sscc},
    {"car", NamedCheck::car},
    {"nfe_key", NamedCheck::nfe_key},
    {"ibge", NamedCheck::ibge},
    {"sisbov", NamedCheck::sisbov},
    {"sif", NamedCheck::sif},
    {"cep", NamedCheck::cep},
    {"gta", NamedCheck::gta},
}};

constexpr std::array<std::pair<std::string_view, Action>, 2> kActions = {
    {{"reject", Action::reject}, {"warn", Action::warn}}};

// The rule names of interface.md that a rule may carry instead of its own.
constexpr std::array<std::pair<std::string_view, int>, 15> kCodes = {{
    {"tipo", 0},
    {"faixa", 0},
    {"dominio", 0},
    {"padrao", 0},
    {"tamanho_texto", 0},
    {"comparacao", 0},
    {"cpf", 0},
    {"cnpj", 0},
    {"cpf_ou_cnpj", 0},
    {"gtin", 0},
    {"car", 0},
    {"nfe", 0},
    {"ibge", 0},
    {"sisbov", 0},
    {"codigo_barras", 0},
}};

std::string check_code(NamedCheck check) {
  constexpr std::array<std::string_view, kNamedChecks> kCheckCodes = {
      "cpf", "cnpj", "cpf_ou_cnpj", "gtin",   "gtin",   "car",
      "nfe", "ibge", "sisbov",      "padrao", "padrao", "padrao"};
  return std::string(kCheckCodes[static_cast<std::size_t>(check)]);
}

// Dates outside are no dates of this trade: what systems write for none (0001-01-01, 1900-01-01,
// 9999-12-31).
constexpr const char* kFirstDay = "2000-01-01";
constexpr const char* kDayAfterLast = "2100-01-01";

// Every date has both bounds: its own, or these.
void bound_dates(const Field& field, std::vector<FieldRule>& rules) {
  const auto found = std::find_if(rules.begin(), rules.end(), [](const FieldRule& rule) {
    return std::holds_alternative<Range>(rule.body);
  });
  const bool own = found != rules.end() && found->action == field.action;
  if (!own) {
    rules.insert(rules.begin(),
                 FieldRule{.body = Range{}, .action = field.action, .code = "faixa"});
  }
  Range& range = std::get<Range>(own ? found->body : rules.front().body);
  if (!range.min) range.min = kFirstDay;
  if (range.max) return;
  range.max = kDayAfterLast;
  range.max_exclusive = true;
}

// A bound written for the field's type.
std::optional<std::string> bound(const MapReader& range, std::string_view key, const Field& field) {
  const std::optional<std::string> text = range.text(key);
  if (!text) return std::nullopt;
  const bool time = is_time(field.type.kind);
  if (time ? is_iso_date(*text) : is_decimal(*text)) return text;
  range.mistake(range.find(key)->line,
                fmt::format("'{}' must be {}, not '{}'", key,
                            time ? "a date like 2025-01-31" : "a number like 1.5", shown(*text)));
  return std::nullopt;
}

std::optional<Body> read_range(const MapReader& map, const YamlNode& node, const Field& field) {
  if (!has_type(field,
                {ValueType::integer, ValueType::bigint, ValueType::numeric, ValueType::date,
                 ValueType::timestamp},
                "a range", node.line, map)) {
    return std::nullopt;
  }
  const MapReader range(node, map.what() + ", range", kRangeKeys, map.diagnostics());
  Range rule{.min = bound(range, "min", field), .max = bound(range, "max", field)};
  if (const auto above = bound(range, "above", field)) {
    if (rule.min) range.mistake(node.line, "has both 'min' and 'above'; keep one");
    rule.min = above;
    rule.min_exclusive = true;
  }
  if (const auto below = bound(range, "below", field)) {
    if (rule.max) range.mistake(node.line, "has both 'max' and 'below'; keep one");
    rule.max = below;
    rule.max_exclusive = true;
  }
  if (node.kind == Kind::map && node.members.empty()) {
    range.mistake(node.line, "is empty; give a min or a max");
  }
  return rule;
}

std::optional<Body> read_set(const MapReader& map, const YamlNode& node, const Field& field) {
  if (!has_type(field, {ValueType::text, ValueType::integer, ValueType::bigint}, "a set", node.line,
                map)) {
    return std::nullopt;
  }
  ValueSet set{map.texts("set")};
  if (set.values.empty()) map.mistake(node.line, "'set' is empty; list the values that are good");
  if (is_number(field.type.kind) &&
      !std::all_of(set.values.begin(), set.values.end(), is_decimal)) {
    map.mistake(node.line, "'set' of a number must hold numbers");
  }
  return set;
}

std::optional<Body> read_length(const MapReader& map, const YamlNode& node, const Field& field) {
  if (!has_type(field, {ValueType::text, ValueType::json}, "a length", node.line, map)) {
    return std::nullopt;
  }
  const MapReader length(node, map.what() + ", length", kLengthKeys, map.diagnostics());
  TextLength rule{.min = length.integer("min", 0, 100'000'000),
                  .max = length.integer("max", 0, 100'000'000)};
  if (rule.min && rule.max && *rule.min > *rule.max) length.mistake(node.line, "min is above max");
  return rule;
}

std::optional<Body> read_not_future(const MapReader& map, const YamlNode& node,
                                    const Field& field) {
  if (!has_type(field, {ValueType::date, ValueType::timestamp}, "not_future", node.line, map)) {
    return std::nullopt;
  }
  NotFuture rule;
  if (node.kind == Kind::map) {
    const MapReader future(node, map.what() + ", not_future", kFutureKeys, map.diagnostics());
    rule.plus_days = future.integer("plus_days", 0, 36500).value_or(rule.plus_days);
    return rule;
  }
  if (!map.flag("not_future", false)) return std::nullopt;
  return rule;
}

std::optional<Body> read_body(const MapReader& map, std::string_view key, const Field& field) {
  const YamlNode& node = *map.find(key);
  if (key == "range") return read_range(map, node, field);
  if (key == "set") return read_set(map, node, field);
  if (key == "length") return read_length(map, node, field);
  if (key == "not_future") return read_not_future(map, node, field);
  if (!has_type(field, {ValueType::text}, fmt::format("a {}", key), node.line, map)) {
    return std::nullopt;
  }
  if (key == "pattern") {
    const std::string pattern = map.required_text(key);
    check_pattern(pattern, node.line, map);
    return TextPattern{pattern};
  }
  const auto check = word_in<NamedCheck>(kChecks, node, map.what() + ", check", map.diagnostics());
  if (!check) return std::nullopt;
  return *check;
}

std::string default_code(const Body& body) {
  struct Names {
    std::string operator()(const Range&) const { return "faixa"; }
    std::string operator()(const ValueSet&) const { return "dominio"; }
    std::string operator()(const TextPattern&) const { return "padrao"; }
    std::string operator()(const TextLength&) const { return "tamanho_texto"; }
    std::string operator()(NamedCheck check) const { return check_code(check); }
    std::string operator()(const NotFuture&) const { return "faixa"; }
  };
  return std::visit(Names{}, body);
}

void read_rule(const MapReader& map, std::string_view key, const Field& field, Action action,
               std::vector<FieldRule>& rules) {
  std::optional<Body> body = read_body(map, key, field);
  if (!body) return;
  FieldRule rule{.body = std::move(*body), .action = action, .code = {}};
  rule.code = default_code(rule.body);
  if (const YamlNode* code = map.find("code"); code != nullptr) {
    if (word_in<int>(kCodes, *code, map.what() + ", code", map.diagnostics()))
      rule.code = code->text;
  }
  rules.push_back(std::move(rule));
}

}  // namespace

Action read_action(const MapReader& map, Action otherwise) {
  const YamlNode* node = map.find("action");
  if (node == nullptr) return otherwise;
  if (node->kind == Kind::null || node->text == "null") return Action::null;
  for (const auto& [word, action] : kActions) {
    if (node->text == word) return action;
  }
  map.mistake(node->line,
              fmt::format("'action' must be reject, null or warn, not '{}'", shown(node->text)));
  return otherwise;
}

std::vector<FieldRule> read_field_rules(const MapReader& map, const Field& field) {
  std::vector<FieldRule> rules;
  for (const std::string_view key : kRuleKeys) {
    if (map.find(key) != nullptr) read_rule(map, key, field, field.action, rules);
  }
  for (const YamlNode& node : map.list("rules")) {
    const MapReader rule(node, map.what() + ", rule", kListedRuleKeys, map.diagnostics());
    if (node.kind != Kind::map) continue;
    const auto key = rule.one_of(kRuleKeys);
    if (key) read_rule(rule, *key, field, read_action(rule, field.action), rules);
  }
  if (is_time(field.type.kind)) bound_dates(field, rules);
  return rules;
}

void check_pattern(const std::string& pattern, int line, const MapReader& where) {
  if (pattern.empty()) return;
  try {
    const Pattern compiled(pattern);
  } catch (const Error& e) {
    where.mistake(line, fmt::format("the pattern '{}' is wrong {}", shown(pattern), e.what()));
  }
}

}  // namespace gdo::contract
