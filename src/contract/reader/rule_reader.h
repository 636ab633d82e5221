#pragma once

#include <vector>

#include "contract/reader/scope.h"
#include "contract/rule.h"

namespace gdo::contract {

struct Rules {
  std::vector<RowRule> rows;
  std::vector<TableRule> tables;
};

// The list `rules` of a contract or a child.
Rules read_rules(const YamlNode& list, const Scope& scope, const FileDiagnostics& diagnostics);

// The rules between the values of one row: compare, sum, when/require/…, compose, agree, unique.
// Empty when it was a mistake. kind: the rule's key, one of kRowRuleKeys.
std::optional<RowRule> read_row_rule(const MapReader& map, std::string_view kind,
                                     const Scope& scope);

}  // namespace gdo::contract
