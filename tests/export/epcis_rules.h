#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gdo::exports::test {

// What of an EPCIS 2.0 document breaks the published JSON Schema's rules for the events that we
// write: required members, words of closed lists, patterns, members without a prefix. Each with its
// place; empty = none.
std::vector<std::string> epcis_mistakes(const nlohmann::json& document);

}  // namespace gdo::exports::test
