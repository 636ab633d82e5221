#pragma once

#include <string>
#include <string_view>

namespace gdo::synth {

// The generator's own check digits (docs/dominio.md §3). The program's validation has others: what
// expects a verdict must not share code with what gives it.

// 9 digits → the 11 of a CPF.
std::string with_cpf_digits(std::string_view nine);
// 12 digits or upper-case letters → the 14 characters of a CNPJ, numeric or alphanumeric.
std::string with_cnpj_digits(std::string_view twelve);
// 6 digits → the 7 of an IBGE municipality code.
std::string with_ibge_digit(std::string_view six);
// 43 characters → the 44 of an NF-e access key.
std::string with_nfe_digit(std::string_view forty_three);
// n digits → n + 1: GTIN, EAN, SSCC.
std::string with_gtin_digit(std::string_view digits);

}  // namespace gdo::synth
