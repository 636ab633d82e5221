#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/field.h"
#include "values/codes.h"

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

// The cleaning steps of one field, on text. Not for two threads at once: keeps its buffers.
class TextSteps {
 public:
  explicit TextSteps(const contract::Cleaning& cleaning);

  struct Cleaned {
    std::string_view text;  // a view of the argument, or good until the next call
    bool null = false;      // says nothing
    bool wrong = false;     // digits were asked for, and there was none among the letters; or two
                            // numbers would have become one
    bool masked = false;    // one digit again and again; null, too
  };
  // White space and form C. What a column that keeps the original keeps.
  [[nodiscard]] std::string_view tidy(std::string_view text, ChangeCounts& changes);
  // Whether tidy text stands for nothing.
  [[nodiscard]] bool is_null(std::string_view tidy_text, ChangeCounts& changes) const;
  // The other steps, of text columns, on tidy text that is not null. Codes come apart: find_code().
  [[nodiscard]] Cleaned clean(std::string_view tidy_text, ChangeCounts& changes);

  // Whether the field takes a number's digits, so that "123.0" is the number 123.
  [[nodiscard]] bool takes_digits() const { return takes_digits_; }

  [[nodiscard]] bool has_codes() const { return codes_.has_value(); }
  // The code that the text stands for; empty when it stands for none.
  [[nodiscard]] std::optional<std::string_view> find_code(std::string_view text,
                                                          ChangeCounts& changes) const;

 private:
  bool keep_document(Cleaned& cleaned, ChangeCounts& changes);
  bool keep_characters(Cleaned& cleaned, ChangeCounts& changes);
  void complete(Cleaned& cleaned, ChangeCounts& changes);
  std::string_view letters(std::string_view text, ChangeCounts& changes);

  const contract::Cleaning& cleaning_;
  bool plain_ = false;  // none of the steps of clean() is asked for
  bool takes_digits_ = false;
  std::vector<std::string> null_tokens_;  // capital letters
  std::size_t longest_null_ = 0;
  std::array<bool, 256> null_starts_{};  // first bytes of null tokens, in either case
  bool empty_is_null_ = false;
  std::optional<values::CodeTable> codes_;
  std::string tidy_[2];
  std::string steps_[2];
};

// Whether the text is a way to write zero: 0, 000, 0.0, 0,00, 00000-000.
[[nodiscard]] bool is_zero_text(std::string_view text);

// "FAZENDA X - JOAO DA S" without its end, if that is how the name begins (three characters or
// more); else the whole text. Case and accents do not matter.
[[nodiscard]] std::string_view without_name(std::string_view text, std::string_view name);

}  // namespace gdo::judge
