#pragma once

#include <optional>

#include "contract/contract.h"
#include "contract/reader/map_reader.h"

namespace gdo::contract {

// A contract of one file, judged by itself; the loader judges what it says of others.
struct ReadContract {
  Contract contract;
  int entity_line = 1;
  int shape_line = 1;
};

// codes: the maps shared by all files.
ReadContract read_contract(const YamlNode& root, const CodeMaps& codes,
                           const FileDiagnostics& diagnostics);

}  // namespace gdo::contract
