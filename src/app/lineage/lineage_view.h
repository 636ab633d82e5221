#pragma once

#include <string>
#include <vector>

#include "app/terminal/terminal.h"
#include "lineage/lake_proof.h"
#include "lineage/lineage.h"

namespace gdo::app {

// A proof for each file.
using Proofs = std::vector<lineage::FileProof>;

std::string lineage_json(const lineage::Lineage& lineage, const Proofs& proofs);
std::string lineage_text(const lineage::Lineage& lineage, const Proofs& proofs,
                         const Terminal& terminal);

}  // namespace gdo::app
