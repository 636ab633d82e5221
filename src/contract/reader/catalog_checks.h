#pragma once

#include <vector>

#include "contract/reader/contract_reader.h"
#include "contract/reader/diagnostics.h"

namespace gdo::contract {

// What contracts say of each other: names are free, shapes can be told apart, references point at
// something, what is one payload's is said the same way by all its contracts.
void check_catalog(const std::vector<ReadContract>& contracts, Diagnostics& diagnostics);

}  // namespace gdo::contract
