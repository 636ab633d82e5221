#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "contract/field.h"
#include "contract/reader/map_reader.h"
#include "contract/reader/scope.h"
#include "contract/rule.h"

// How the sections of a contract are read, each by a source of its own.
namespace gdo::contract {

struct FieldContext {
  Level level = Level::record;
  const CodeMaps& codes;
  const std::vector<std::string>& key;  // columns of the contract's key; empty for children
};

// Appends the fields of a YAML list. Names of other fields (copy_of, fallback, without_name_of) are
// resolved by link_fields, once all fields are known.
void read_fields(const YamlNode& list, const FieldContext& context,
                 const FileDiagnostics& diagnostics, std::vector<Field>& fields);

// reject, null (also unquoted) or warn under the key `action`.
Action read_action(const MapReader& map, Action otherwise);

// The rules written at a field itself (range, set, pattern, length, check, not_future) and those of
// its list `rules`. field: complete but for its rules.
std::vector<FieldRule> read_field_rules(const MapReader& map, const Field& field);

// Compiles the expression; a mistake when it is wrong.
void check_pattern(const std::string& pattern, int line, const MapReader& where);

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

// Columns and sources of one table's fields: no column twice, none of GDO's own, no member read
// twice or both whole and in parts. lists: the YAML the fields come from, in order.
void check_columns(const std::vector<const YamlNode*>& lists, const FileDiagnostics& diagnostics,
                   const std::vector<Field>& fields);

// A child's columns are none of its parent's key, which stands before them.
void check_child_columns(const YamlNode& list, const Contract& parent,
                         const FileDiagnostics& diagnostics, const std::vector<Field>& fields);

// A child's array is read by nothing else.
void check_child_array(int line, const Contract& parent, const Child& child,
                       const FileDiagnostics& diagnostics);

}  // namespace gdo::contract
