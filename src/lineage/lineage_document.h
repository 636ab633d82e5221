#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "lineage/lake_proof.h"
#include "lineage/lineage.h"

namespace gdo::lineage {

// The document of `gdo lineage --json`, with a proof for each file: the records' bytes as they are
// in the proofs, so personal data are masked there first (mask_proof).
nlohmann::ordered_json lineage_document(const Lineage& lineage,
                                        const std::vector<FileProof>& proofs);

}  // namespace gdo::lineage
