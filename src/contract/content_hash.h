#pragma once

#include <string>

#include "contract/contract.h"
#include "contract/reader/yaml_tree.h"

namespace gdo::contract {

// 16 hex digits that change when the contract, or a code map it uses, says something else.
// Comments, spaces and line breaks do not count.
std::string content_hash(const YamlNode& root, const Contract& contract);

}  // namespace gdo::contract
