
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "contract/reader/sections.h"

namespace gdo::contract {
namespace {

constexpr std::array<std::string_view, 14> kKinds = {
    "compare", "sum",   "require", "forbid",    "matches",    "not_matches",   "one_of",
    "compose", "agree", "unique",  "reference", "no_overlap", "count_matches", "unique_across"};
constexpr std::array<std::string_view, 4> kTableKinds = {"reference", "no_overlap", "count_matches",
                                                         "unique_across"};
constexpr std::array<std::string_view, 20> kAnyRuleKeys = {
    "compare", "sum",   "require",   "forbid",    "matches",    "not_matches",   "one_of",
    "compose", "agree", "unique",    "reference", "no_overlap", "count_matches", "unique_across",
    "when",    "plus",  "tolerance", "action",    "field",      "description"};

bool is_table_rule(std::string_view kind) {
  return std::find(kTableKinds.begin(), kTableKinds.end(), kind) != kTableKinds.end();
}

// A key that this kind of rule would ignore.
void refuse_stray(const MapReader& map, std::string_view key, bool allowed) {
  if (!allowed && map.find(key) != nullptr) {
    map.mistake(map.find(key)->line, fmt::format("'{}' means nothing here; leave it out", key));
  }
}

bool is_conditional(std::string_view kind) {
  return kind == "require" || kind == "forbid" || kind == "matches" || kind == "not_matches" ||
         kind == "one_of";
}

using Kind = YamlNode::Kind;

constexpr std::size_t kLongestSqlName = 63;
constexpr std::int64_t kMostDays = 3650;
constexpr std::array<std::string_view, 4> kReferenceKeys = {"entity", "columns", "within",
                                                            "grace_days"};
constexpr std::array<std::string_view, 2> kRemoteKeys = {"column", "prefix"};
constexpr std::array<std::string_view, 3> kWithinKeys = {"value", "start", "count"};
constexpr std::array<std::string_view, 3> kOverlapKeys = {"start", "count", "within"};
constexpr std::array<std::string_view, 6> kCountKeys = {
    "entity", "distinct", "columns", "equals", "tolerance_percent", "grace_days"};

// {nr_lote_abate: nr_lote_abate, cod_barra_corte: {column: codigo_barra_etiqueta, prefix: 18}}
std::vector<Reference::Pair> read_pairs(const MapReader& map, const Scope& scope) {
  std::vector<Reference::Pair> pairs;
  const YamlNode* node = map.find("columns");
  if (node == nullptr || node->kind != Kind::map || node->members.empty()) {
    map.mistake(map.line(), "'columns' must be a map of own columns to the other table's");
    return pairs;
  }
  for (const auto& [local, remote] : node->members) {
    const auto ref = scope.find(local, map);
    Reference::Pair pair;
    if (remote.kind == Kind::map) {
      const MapReader remote_map(remote, map.what(), kRemoteKeys, map.diagnostics());
      pair.remote_column = remote_map.sql_name("column", kLongestSqlName);
      pair.prefix = static_cast<std::size_t>(remote_map.integer("prefix", 1, 1000).value_or(0));
    } else if (remote.kind == Kind::scalar && is_sql_name(remote.text)) {
      pair.remote_column = remote.text;
    } else {
      map.mistake(remote.line, "must be the name of the other table's column");
    }
    if (!ref || !is_stored(scope.field(*ref), remote.line, map)) continue;
    pair.local = *ref;
    if (pair.prefix > 0) {
      has_type(scope.field(*ref), {ValueType::text}, "a prefix", remote.line, map);
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::int64_t read_grace(const MapReader& map) {
  return map.integer("grace_days", 0, kMostDays).value_or(7);
}

std::optional<TableRule> read_reference(const MapReader& map, const Scope& scope) {
  const MapReader reference_map(*map.find("reference"), "rule 'reference'", kReferenceKeys,
                                map.diagnostics());
  Reference rule;
  rule.entity = reference_map.sql_name("entity", kLongestSqlName);
  rule.columns = read_pairs(reference_map, scope);
  rule.grace_days = read_grace(reference_map);
  if (const YamlNode* within = reference_map.find("within")) {
    const MapReader range(*within, "rule 'reference', within", kWithinKeys, map.diagnostics());
    Reference::Within inside;
    if (const auto value = scope.at(range, "value")) inside.value = *value;
    inside.start_column = range.sql_name("start", kLongestSqlName);
    inside.count_column = range.sql_name("count", kLongestSqlName);
    rule.within = std::move(inside);
  }
  if (rule.columns.empty()) return std::nullopt;
  const FieldRef subject = rule.within ? rule.within->value : rule.columns.back().local;
  return TableRule{.body = std::move(rule), .subject = subject, .code = "referencia"};
}

std::optional<TableRule> read_no_overlap(const MapReader& map, const Scope& scope) {
  const MapReader overlap(*map.find("no_overlap"), "rule 'no_overlap'", kOverlapKeys,
                          map.diagnostics());
  const auto start = scope.at(overlap, "start");
  const auto count = scope.at(overlap, "count");
  if (!start || !count) return std::nullopt;
  NoOverlap rule{scope.field(*start).column, scope.field(*count).column, {}};
  for (const FieldRef ref : scope.list(overlap, "within")) {
    is_stored(scope.field(ref), map.line(), overlap);
    rule.within_columns.push_back(scope.field(ref).column);
  }
  for (const FieldRef ref : {*start, *count}) {
    has_type(scope.field(ref), {ValueType::integer, ValueType::bigint}, "'no_overlap'", map.line(),
             overlap);
  }
  return TableRule{.body = std::move(rule), .subject = *start, .code = "faixa"};
}

std::optional<TableRule> read_count(const MapReader& map, const Scope& scope) {
  const MapReader count_map(*map.find("count_matches"), "rule 'count_matches'", kCountKeys,
                            map.diagnostics());
  CountMatches rule;
  rule.entity = count_map.sql_name("entity", kLongestSqlName);
  rule.distinct_column = count_map.sql_name("distinct", kLongestSqlName);
  rule.columns = read_pairs(count_map, scope);
  rule.tolerance_percent = count_map.number("tolerance_percent", 0, 100).value_or(0);
  rule.grace_days = read_grace(count_map);
  const auto equals = scope.at(count_map, "equals");
  if (!equals) return std::nullopt;
  has_type(scope.field(*equals), {ValueType::integer, ValueType::bigint}, "'equals'", map.line(),
           count_map);
  rule.equals = *equals;
  return TableRule{.body = std::move(rule), .subject = *equals, .code = "comparacao"};
}

std::optional<TableRule> read_unique_across(const MapReader& map, const Scope& scope) {
  const std::vector<FieldRef> refs = scope.list(map, "unique_across");
  if (refs.empty()) {
    map.mistake(map.line(), "names no columns; list those that must differ");
    return std::nullopt;
  }
  UniqueAcross rule;
  for (const FieldRef ref : refs) {
    is_stored(scope.field(ref), map.line(), map);
    rule.columns.push_back(scope.field(ref).column);
  }
  return TableRule{.body = std::move(rule), .subject = refs.front(), .code = "unico"};
}

std::optional<TableRule> read_table_rule_kind(const MapReader& map, std::string_view kind,
                                              const Scope& scope) {
  if (kind == "reference") return read_reference(map, scope);
  if (kind == "no_overlap") return read_no_overlap(map, scope);
  if (kind == "count_matches") return read_count(map, scope);
  return read_unique_across(map, scope);
}

// reference, no_overlap, count_matches, unique_across.
std::optional<TableRule> read_table_rule(const MapReader& map, std::string_view kind,
                                         const Scope& scope) {
  std::optional<TableRule> rule = read_table_rule_kind(map, kind, scope);
  if (!rule) return rule;
  rule->description = map.text("description").value_or("");
  rule->line = map.line();
  return rule;
}

void read_rule(const YamlNode& node, const Scope& scope, const FileDiagnostics& diagnostics,
               Rules& rules) {
  const MapReader any(node, "rule", kAnyRuleKeys, diagnostics);
  if (node.kind != YamlNode::Kind::map) return;
  const auto kind = any.one_of(kKinds);
  if (!kind) return;
  const MapReader map(node, fmt::format("rule '{}'", *kind), diagnostics);
  refuse_stray(map, "plus", *kind == "compare");
  refuse_stray(map, "tolerance", *kind == "compare" || *kind == "sum");
  refuse_stray(map, "when", is_conditional(*kind));
  if (is_table_rule(*kind)) {
    refuse_stray(map, "action", false);
    if (auto rule = read_table_rule(map, *kind, scope)) rules.tables.push_back(std::move(*rule));
    return;
  }
  if (auto rule = read_row_rule(map, *kind, scope)) rules.rows.push_back(std::move(*rule));
}

}  // namespace

Rules read_rules(const YamlNode& list, const Scope& scope, const FileDiagnostics& diagnostics) {
  Rules rules;
  if (list.kind != YamlNode::Kind::sequence) {
    diagnostics.add(list.line, "rules: must be a list, each rule beginning with '- '");
    return rules;
  }
  for (const YamlNode& node : list.elements) read_rule(node, scope, diagnostics, rules);
  return rules;
}

}  // namespace gdo::contract
