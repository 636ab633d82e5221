#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"

namespace gdo::app {

// The payload of that name, folder alias or entity. Throws Error(config) with the nearest name.
const contract::Payload& payload_named(const contract::Catalog& catalog, const std::string& name);

// The names of those payloads, each once; empty for none.
std::vector<std::string> payload_names(const contract::Catalog& catalog,
                                       const std::vector<std::string>& names);

}  // namespace gdo::app
