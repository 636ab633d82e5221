#pragma once

#include <string>
#include <string_view>

// What of a person is shown to those who are not entitled to all of it. Source: docs/dominio.md §4.
// A masked CPF still leaves about 1,000 candidates: masked is not anonymous.
namespace gdo::values {

// What stands for a value of which nothing may be shown.
inline constexpr std::string_view kWithheld = "***";

// Whether the text, as trusted stores documents, is a company's: 14 characters. Anything else may
// be a person's.
[[nodiscard]] bool is_company_document(std::string_view document);

// A CPF as ***.456.789-** (the first three and the last two digits hidden), a CNPJ as it is,
// anything else withheld.
[[nodiscard]] std::string mask_document(std::string_view document);

// The first letter of each word, each with a point: "J. D. S."; "" of nothing but spaces.
[[nodiscard]] std::string initials(std::string_view name);

// A decimal number of degrees with at most two digits after the point, rounded half away from zero;
// fewer stay as they are. What is no plain decimal number is withheld.
[[nodiscard]] std::string coarse_coordinate(std::string_view degrees);

// A farm's key as gold makes it: its CAR, else "document/farm's name/UF". Of the second kind the
// document is masked, and, of a person, the name, too.
[[nodiscard]] std::string mask_farm_key(std::string_view key);

}  // namespace gdo::values
