#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "contract/reader/sections.h"

namespace gdo::contract {
namespace {

using Kind = YamlNode::Kind;

constexpr std::array<std::pair<std::string_view, Comparator>, 7> kComparators = {{
    {"<", Comparator::less},
    {"<=", Comparator::less_equal},
    {"=", Comparator::equal},
    {"==", Comparator::equal},
    {"!=", Comparator::not_equal},
    {">=", Comparator::greater_equal},
    {">", Comparator::greater},
}};
constexpr std::array<std::string_view, 2> kPlusKeys = {"days", "months"};
constexpr std::array<std::string_view, 3> kSumKeys = {"total", "plus", "minus"};
constexpr std::array<std::string_view, 5> kWhenKeys = {"present", "absent", "failed", "field",
                                                       "in"};
constexpr std::array<std::string_view, 2> kMatchKeys = {"field", "pattern"};
constexpr std::array<std::string_view, 2> kOneOfKeys = {"field", "values"};
constexpr std::array<std::string_view, 2> kComposeKeys = {"field", "parts"};
constexpr std::array<std::string_view, 6> kPartKeys = {"field",   "pad",  "date",
                                                       "literal", "skip", "skip_past"};
constexpr std::array<std::string_view, 3> kDateFormats = {"DDMMYYYY", "DD/MM/YY", "DD/MM/YYYY"};

// Whether values of these two fields can be compared at all.
bool comparable(ValueType a, ValueType b) {
  if (a == ValueType::json || b == ValueType::json) return false;
  return a == b || (is_number(a) && is_number(b)) || (is_time(a) && is_time(b));
}

void read_right(const MapReader& map, const YamlNode& node, const Scope& scope,
                Comparison& comparison) {
  const ValueType left = scope.field(comparison.left).type.kind;
  const bool number = is_number(left) && is_decimal(node.text);
  const bool date = is_time(left) && is_iso_date(node.text);
  if (number || date || (node.quoted && left == ValueType::text)) {
    comparison.constant = node.text;
    return;
  }
  comparison.right = scope.find(node, map);
  if (!comparison.right) return;
  const Field& right = scope.field(*comparison.right);
  if (comparable(left, right.type.kind)) return;
  map.mistake(node.line, fmt::format("'{}' is {} and '{}' is {}: they cannot be compared",
                                     scope.field(comparison.left).column, type_word(left),
                                     right.column, type_word(right.type.kind)));
}

std::optional<RowRule> read_comparison(const MapReader& map, const Scope& scope) {
  const YamlNode& node = *map.find("compare");
  if (node.kind != Kind::sequence || node.elements.size() != 3) {
    map.mistake(node.line, "must be a list of three, like [dt_abate, \">=\", data_nascimento]");
    return std::nullopt;
  }
  Comparison comparison;
  const auto op =
      word_in<Comparator>(kComparators, node.elements[1], map.what(), map.diagnostics());
  const auto left = scope.find(node.elements[0], map);
  if (!op || !left) return std::nullopt;
  comparison.op = *op;
  comparison.left = *left;
  read_right(map, node.elements[2], scope, comparison);
  const Field& field = scope.field(*left);
  if (const YamlNode* plus = map.find("plus")) {
    const MapReader plus_map(*plus, map.what() + ", plus", kPlusKeys, map.diagnostics());
    comparison.plus_days = plus_map.integer("days", -100'000, 100'000).value_or(0);
    comparison.plus_months = plus_map.integer("months", -10'000, 10'000).value_or(0);
    has_type(field, {ValueType::date, ValueType::timestamp}, "'plus'", plus->line, map);
  }
  if (const auto tolerance = map.decimal("tolerance")) {
    comparison.tolerance = *tolerance;
    has_type(field, {ValueType::integer, ValueType::bigint, ValueType::numeric}, "'tolerance'",
             map.find("tolerance")->line, map);
    if (tolerance->starts_with('-')) map.mistake(map.line(), "'tolerance' cannot be negative");
  }
  return RowRule{.body = comparison, .subject = *left, .code = "comparacao"};
}

std::optional<RowRule> read_sum(const MapReader& map, const Scope& scope) {
  const MapReader sum_map(*map.find("sum"), "rule 'sum'", kSumKeys, map.diagnostics());
  Sum sum;
  const auto total = scope.at(sum_map, "total");
  for (const FieldRef ref : scope.list(sum_map, "plus")) sum.terms.push_back({ref, 1});
  for (const FieldRef ref : scope.list(sum_map, "minus")) sum.terms.push_back({ref, -1});
  if (!total) return std::nullopt;
  sum.total = *total;
  if (sum.terms.empty()) sum_map.mistake(map.line(), "adds nothing; name columns in 'plus'");
  std::vector<FieldRef> all = {sum.total};
  for (const Sum::Term& term : sum.terms) all.push_back(term.field);
  for (const FieldRef ref : all) {
    has_type(scope.field(ref), {ValueType::integer, ValueType::bigint, ValueType::numeric}, "a sum",
             map.line(), map);
  }
  sum.tolerance = map.decimal("tolerance").value_or("0");
  if (sum.tolerance.starts_with('-')) map.mistake(map.line(), "'tolerance' cannot be negative");
  return RowRule{.body = sum, .subject = *total, .code = "comparacao"};
}

std::optional<Condition> read_condition(const MapReader& map, const Scope& scope) {
  const YamlNode* node = map.find("when");
  if (node == nullptr) return Condition{};
  const MapReader when(*node, map.what() + ", when", kWhenKeys, map.diagnostics());
  constexpr std::array<std::string_view, 4> kKinds = {"present", "absent", "failed", "field"};
  const auto kind = when.one_of(kKinds);
  if (!kind) return std::nullopt;
  const auto field = scope.at(when, *kind);
  if (!field) return std::nullopt;
  if (*kind == "present") return Condition{Condition::Kind::present, *field, {}};
  if (*kind == "absent") return Condition{Condition::Kind::absent, *field, {}};
  if (*kind == "failed") return Condition{Condition::Kind::failed, *field, {}};
  Condition condition{Condition::Kind::in, *field, when.texts("in")};
  if (condition.values.empty()) when.mistake(node->line, "has no 'in'; list the values there");
  return condition;
}

std::optional<RowRule> read_conditional(const MapReader& map, std::string_view kind,
                                        const Scope& scope) {
  const auto when = read_condition(map, scope);
  if (!when) return std::nullopt;
  Conditional rule;
  rule.when = *when;
  std::optional<FieldRef> field;
  std::string code = "obrigatorio";
  if (kind == "require" || kind == "forbid") {
    rule.kind = kind == "require" ? Conditional::Kind::required : Conditional::Kind::absent;
    field = scope.at(map, kind);
  } else if (kind == "one_of") {
    const MapReader one_of(*map.find(kind), map.what(), kOneOfKeys, map.diagnostics());
    rule.kind = Conditional::Kind::in;
    rule.values = one_of.texts("values");
    if (rule.values.empty()) one_of.mistake(map.line(), "has no 'values'; list the good ones");
    field = scope.at(one_of, "field");
    code = "dominio";
  } else {
    const MapReader match(*map.find(kind), map.what(), kMatchKeys, map.diagnostics());
    rule.kind = kind == "matches" ? Conditional::Kind::matches : Conditional::Kind::not_matches;
    rule.pattern = match.required_text("pattern");
    check_pattern(rule.pattern, match.line(), match);
    field = scope.at(match, "field");
    if (field) has_type(scope.field(*field), {ValueType::text}, "a pattern", match.line(), match);
    code = "padrao";
  }
  if (!field) return std::nullopt;
  rule.field = *field;
  return RowRule{.body = rule, .subject = *field, .code = code};
}

std::optional<Composition::Part> read_part(const YamlNode& node, const MapReader& map,
                                           const Scope& scope) {
  const MapReader part_map(node, map.what() + ", part", kPartKeys, map.diagnostics());
  constexpr std::array<std::string_view, 4> kKinds = {"field", "literal", "skip", "skip_past"};
  const auto kind = part_map.one_of(kKinds);
  if (!kind) return std::nullopt;
  Composition::Part part;
  part.literal = part_map.text("literal").value_or("");
  part.skip_past = part_map.text("skip_past").value_or("");
  part.skip = static_cast<std::size_t>(part_map.integer("skip", 1, 1000).value_or(0));
  part.pad = static_cast<std::size_t>(part_map.integer("pad", 1, 100).value_or(0));
  if (*kind != "field") return part;
  part.field = scope.at(part_map, "field");
  if (!part.field) return std::nullopt;
  const Field& field = scope.field(*part.field);
  if (field.type.kind == ValueType::date) {
    part.date_format = part_map.required_text("date");
    const bool known =
        std::find(kDateFormats.begin(), kDateFormats.end(), part.date_format) != kDateFormats.end();
    if (!known) {
      part_map.mistake(node.line, fmt::format("'date' must be DDMMYYYY, DD/MM/YY or DD/MM/YYYY"));
    }
    return part;
  }
  has_type(field, {ValueType::text, ValueType::integer, ValueType::bigint, ValueType::date},
           "a part", node.line, part_map);
  if (part_map.find("date") != nullptr) part_map.mistake(node.line, "'date' needs a date field");
  return part;
}

std::optional<RowRule> read_composition(const MapReader& map, const Scope& scope) {
  const MapReader compose(*map.find("compose"), "rule 'compose'", kComposeKeys, map.diagnostics());
  Composition rule;
  const auto field = scope.at(compose, "field");
  for (const YamlNode& node : compose.list("parts")) {
    if (auto part = read_part(node, compose, scope)) rule.parts.push_back(std::move(*part));
  }
  if (!field) return std::nullopt;
  rule.field = *field;
  if (compose.list("parts").empty()) compose.mistake(map.line(), "has no 'parts'; list them");
  has_type(scope.field(*field), {ValueType::text}, "'compose'", map.line(), map);
  return RowRule{.body = rule, .subject = *field, .code = "codigo_barras"};
}

struct AgreementShape {
  std::string_view word;
  Agreement kind;
  std::string_view code;
  std::vector<ValueType> types;
};

const std::vector<AgreementShape>& agreement_shapes() {
  static const std::vector<AgreementShape> kShapes = {
      {"car_uf", Agreement::car_uf, "car", {ValueType::text, ValueType::text}},
      {"coordinates_uf",
       Agreement::coordinates_uf,
       "faixa",
       {ValueType::numeric, ValueType::numeric, ValueType::text}},
      {"nfe_numero", Agreement::nfe_numero, "nfe", {ValueType::text, ValueType::text}},
      {"ie_uf", Agreement::ie_uf, "padrao", {ValueType::text, ValueType::text}},
  };
  return kShapes;
}

std::optional<RowRule> read_agreement(const MapReader& map, const Scope& scope) {
  std::vector<std::string_view> words;
  for (const AgreementShape& shape : agreement_shapes()) words.push_back(shape.word);
  const MapReader agree(*map.find("agree"), "rule 'agree'", words, map.diagnostics());
  const auto word = agree.one_of(words);
  if (!word) return std::nullopt;
  const auto shape = std::find_if(agreement_shapes().begin(), agreement_shapes().end(),
                                  [&](const AgreementShape& s) { return s.word == *word; });
  Agree rule{shape->kind, scope.list(agree, *word)};
  if (agree.list(*word).size() != shape->types.size()) {
    agree.mistake(map.line(), fmt::format("'{}' needs {} columns", *word, shape->types.size()));
    return std::nullopt;
  }
  if (rule.fields.size() != shape->types.size()) return std::nullopt;
  for (std::size_t i = 0; i < rule.fields.size(); ++i) {
    has_type(scope.field(rule.fields[i]), {shape->types[i]}, *word, map.line(), agree);
  }
  const FieldRef subject = rule.fields.front();
  return RowRule{.body = std::move(rule), .subject = subject, .code = std::string(shape->code)};
}

std::optional<RowRule> read_unique(const MapReader& map, const Scope& scope) {
  Unique rule{scope.list(map, "unique")};
  if (rule.fields.empty()) {
    map.mistake(map.line(), "names no columns; list those that must differ");
    return std::nullopt;
  }
  const FieldRef subject = rule.fields.back();
  return RowRule{.body = std::move(rule), .subject = subject, .code = "unico"};
}

std::optional<RowRule> read_row_rule_kind(const MapReader& map, std::string_view kind,
                                          const Scope& scope) {
  if (kind == "compare") return read_comparison(map, scope);
  if (kind == "sum") return read_sum(map, scope);
  if (kind == "compose") return read_composition(map, scope);
  if (kind == "agree") return read_agreement(map, scope);
  if (kind == "unique") return read_unique(map, scope);
  return read_conditional(map, kind, scope);
}

// Dates, sums and what repeats are warnings; a value that must be there, match or be composed right
// does what its field does (docs/dominio.md "Severity").
Action default_action(const RowRule& rule, const Scope& scope) {
  const bool of_field = std::holds_alternative<Conditional>(rule.body) ||
                        std::holds_alternative<Composition>(rule.body);
  return of_field ? scope.field(rule.subject).action : Action::warn;
}

}  // namespace

std::optional<RowRule> read_row_rule(const MapReader& map, std::string_view kind,
                                     const Scope& scope) {
  std::optional<RowRule> rule = read_row_rule_kind(map, kind, scope);
  if (!rule) return rule;
  rule->action = read_action(map, default_action(*rule, scope));
  if (map.find("field") != nullptr) {
    if (const auto subject = scope.at(map, "field")) rule->subject = *subject;
  }
  const Field& subject = scope.field(rule->subject);
  if (rule->action == Action::null && (subject.required || subject.key) &&
      subject.action == Action::reject) {
    map.mistake(map.line(),
                fmt::format("would null '{}', which is required; use reject or warn, or "
                            "name another column in 'field'",
                            subject.column));
  }
  if (rule->action == Action::null && rule->subject.parent) {
    map.mistake(map.line(), "cannot null a column of the parent; use warn");
  }
  rule->description = map.text("description").value_or("");
  return rule;
}

}  // namespace gdo::contract
