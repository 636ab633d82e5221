#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "decode/document_reader.h"
#include "lineage/lineage.h"
#include "store/object_store.h"

namespace gdo::lineage {

// What the lake holds in a record's place.
struct RecordProof {
  std::optional<std::string> bytes;  // none when they could not be read
  bool matches = false;  // the object is the one that was loaded, and these are raw's bytes
  std::string code;      // why not: "mudou", "ausente", "ilegivel", "termina_antes", …
  std::string message;   // the same in a Portuguese sentence
};

// What the lake holds in a delivery's place.
struct FileProof {
  bool matches = false;  // the object's SHA-256 is the ledger's
  std::string code;      // why not, as a record's
  std::string message;
  std::vector<RecordProof> records;  // for each of file.registros, in order
};

// Reads a delivery's object once, whole: its SHA-256 is compared with the ledger's, and the bytes
// of each record with raw's. Throws Error(lake_unreachable).
FileProof prove(store::ObjectStore& lake, const FileOrigin& file, const decode::ReadLimits& limits);

// The document of `gdo lineage --json`, with a proof for each file: the records' bytes as they are
// in the proofs, so personal data are masked there first (mask_proof).
nlohmann::ordered_json lineage_document(const Lineage& lineage,
                                        const std::vector<FileProof>& proofs);

}  // namespace gdo::lineage
