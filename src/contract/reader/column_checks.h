#pragma once

#include <vector>

#include "contract/contract.h"
#include "contract/reader/map_reader.h"

namespace gdo::contract {

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
