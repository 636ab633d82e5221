#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gdo::judge {

// What cleaning does to a value; each is countable per field.
enum class Change : std::uint8_t {
  trimmed,
  composed,
  spaces,
  null_token,
  zero,
  minus_one,
  letter_case,
  removed,
  digits,
  alphanumeric,
  leading_zeros,
  all_zeros,
  repeated_digit,
  document_padded,
  padded,
  person_name,
  code,
  text_to_typed,
  typed_to_text,
  brazilian_decimal,
  brazilian_date,
  rounded,
  normalised,
  elements,
};
inline constexpr std::size_t kChanges = 24;

// As the quality report names them.
inline constexpr std::array<std::string_view, kChanges> kChangeNames = {
    "aparado",         "forma_unicode",        "espacos",        "nulo_texto",
    "nulo_zero",       "nulo_menos_um",        "caixa_letras",   "caracteres_removidos",
    "so_digitos",      "so_alfanumericos",     "zeros_esquerda", "nulo_zeros",
    "nulo_mascara",    "documento_completado", "completado",     "nome_de_pessoa",
    "codigo",          "texto_em_tipo",        "tipo_em_texto",  "decimal_brasileiro",
    "data_brasileira", "arredondado",          "normalizado",    "elementos_descartados"};

class ChangeCounts {
 public:
  void count(Change change) { ++counts_[static_cast<std::size_t>(change)]; }
  [[nodiscard]] std::uint64_t operator[](std::size_t change) const { return counts_[change]; }
  void clear() { counts_.fill(0); }

 private:
  std::array<std::uint64_t, kChanges> counts_{};
};

}  // namespace gdo::judge
