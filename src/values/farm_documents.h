#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "contract/field.h"
#include "values/documents.h"

// Documents and places of farms, animals and plants. Source of every rule: docs/dominio.md §1 and
// §3.

namespace gdo::values {

// Whether it is one of Brazil's 27 UFs (capital letters).
[[nodiscard]] bool is_uf(std::string_view uf);
// The first two digits of the IBGE codes of a UF's municipalities; 0 when there is no such UF.
[[nodiscard]] int ibge_prefix(std::string_view uf);

// UF-NNNNNNN-32 hexadecimal digits, whose municipality lies in the UF. Points, missing hyphens and
// small letters are accepted and normalised. Doubtful: the municipality's seventh digit is wrong.
[[nodiscard]] Checked check_car(std::string_view text, std::string& scratch);
// Whether a normalised CAR is of that UF.
[[nodiscard]] bool car_is_in(std::string_view car, std::string_view uf);

// Seven digits, of which the seventh checks the others. Doubtful: the municipalities whose codes
// never had the right one.
[[nodiscard]] Checked check_ibge(std::string_view text, std::string& scratch);

// 15 digits. That new ones begin with 076 is for the contract to ask.
[[nodiscard]] Checked check_sisbov(std::string_view text, std::string& scratch);

// A postal code: eight digits, written 99999999, 99999-999, 99999 999 or 99.999-999; never zero.
[[nodiscard]] Checked check_cep(std::string_view text, std::string& scratch);

// A plant's inspection number: one to five digits, kept without leading zeros; never zero.
[[nodiscard]] Checked check_sif(std::string_view text, std::string& scratch);

// Whether a state registration has a length that its UF uses. True for a UF we do not know and for
// ISENTO: it is never a reason to refuse anything.
[[nodiscard]] bool ie_length_fits(std::string_view ie, std::string_view uf);

// Whether a point lies in the UF's bounding box, borders included. Decimal degrees, canonical
// decimals (see decimals.h). True for a UF we do not know.
[[nodiscard]] bool point_is_in(std::string_view latitude, std::string_view longitude,
                               std::string_view uf);

// An animal transit permit: its number, before or behind which its UF and its series (one to three
// letters) may stand, in that order: MT-A-100001, MT 100001, A100001, 100001-A. Points may group
// thousands. Source: docs/dominio.md §3. Its normal form is UF-SERIES-NUMBER, where "" stands for
// what it does not say: "MT--100001". Several numbers are no permit, nor are they one number.
[[nodiscard]] Checked check_gta(std::string_view text, std::string& scratch);

// A part of a permit in its normal form; "" when it has none.
[[nodiscard]] std::string_view gta_part(std::string_view normal, contract::GtaPart part);

}  // namespace gdo::values
