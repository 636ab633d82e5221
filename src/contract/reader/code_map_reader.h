#pragma once

#include <map>
#include <string>

#include "contract/field.h"
#include "contract/reader/map_reader.h"

namespace gdo::contract {

using CodeMaps = std::map<std::string, CodeMap, std::less<>>;

// {M: [MACHO, BOI], F: {label: fêmea, synonyms: [FEMEA]}}
CodeMap read_code_map(const YamlNode& node, const std::string& name,
                      const FileDiagnostics& diagnostics);

// A map of names to code maps, as under the key `codes` of a file; added to those known. A name
// known already is a mistake.
void read_code_maps(const YamlNode& node, const FileDiagnostics& diagnostics, CodeMaps& maps);

}  // namespace gdo::contract
