#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "contract/contract.h"

// Contracts as a person (or a program) reads them.
namespace gdo::app {

std::string contract_list_text(const contract::Catalog& catalog, const Terminal& terminal);
std::string contract_list_json(const contract::Catalog& catalog);

// One contract with all its fields, rules and children.
std::string contract_text(const contract::Contract& contract, const Terminal& terminal);

}  // namespace gdo::app
