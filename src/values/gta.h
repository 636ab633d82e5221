#pragma once

#include <string>
#include <string_view>

#include "contract/field.h"
#include "values/documents.h"

namespace gdo::values {

// An animal transit permit: its number, before or behind which its UF and its series (one to three
// letters) may stand, in that order: MT-A-100001, MT 100001, A100001, 100001-A. Points may group
// thousands. Source: docs/dominio.md §3. Its normal form is UF-SERIES-NUMBER, where "" stands for
// what it does not say: "MT--100001". Several numbers are no permit, nor are they one number.
[[nodiscard]] Checked check_gta(std::string_view text, std::string& scratch);

// A part of a permit in its normal form; "" when it has none.
[[nodiscard]] std::string_view gta_part(std::string_view normal, contract::GtaPart part);

}  // namespace gdo::values
