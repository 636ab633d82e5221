#pragma once

#include <string>
#include <string_view>

#include "contract/contract.h"

namespace gdo::raw {

// The payload whose records look like this one, which `own` refused: a file that was put into
// another payload's folder. Empty when none does.
std::string guess_payload(const contract::Catalog& catalog, const contract::Payload& own,
                          std::string_view record);

}  // namespace gdo::raw
