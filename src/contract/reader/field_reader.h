#pragma once

#include <vector>

#include "contract/field.h"
#include "contract/reader/map_reader.h"

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

}  // namespace gdo::contract
