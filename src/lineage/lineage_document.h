#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "lineage/lake_proof.h"
#include "lineage/lineage.h"

namespace gdo::service {

// The document of `gdo lineage --json`, with a proof for each file. in_clear: the records' bytes,
// which may hold personal data, are shown; else `conteudo` is null.
nlohmann::ordered_json lineage_document(const Lineage& lineage,
                                        const std::vector<FileProof>& proofs, bool in_clear);

}  // namespace gdo::service
