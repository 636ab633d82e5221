#include "contract/reader/rule_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "contract/reader/field_rule_reader.h"

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
