#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contract/field.h"

// Documents of persons, companies and invoices. Source of every rule: docs/dominio.md §3. The
// functions take ASCII text as it was cleaned; letters outside ASCII and digits of other scripts
// never fit.
namespace gdo::values {

// The verdict on one document, and the form in which it is stored.
struct Checked {
  bool valid = false;
  std::string_view text;  // normalised; a view of the argument or of `scratch`
  bool doubtful = false;  // valid, and yet worth a warning
};

// The text without anything but ASCII digits, or digits and letters (letters as they are).
[[nodiscard]] std::string_view only_digits(std::string_view text, std::string& scratch);
[[nodiscard]] std::string_view only_alphanumeric(std::string_view text, std::string& scratch);
// Without the zeros at its beginning; of nothing but zeros "0" is left.
[[nodiscard]] std::string_view strip_zeros(std::string_view digits);
// With zeros at its beginning up to `width` characters.
[[nodiscard]] std::string_view pad_zeros(std::string_view text, std::size_t width,
                                         std::string& scratch);
[[nodiscard]] bool is_digits(std::string_view text);  // one or more of 0-9, nothing else
// Two or more digits, all the same: 00000000000, a mask.
[[nodiscard]] bool is_repeated_digit(std::string_view text);

// The digits, and capital letters, of a CPF or CNPJ: the separators . - / and space stand only
// where the document has them, or nowhere. One that is shorter has lost its first zeros and must
// have all separators that its length leaves, or none. Empty for anything else: what hides digits
// behind signs is no shorter document. The text is not checked further.
[[nodiscard]] std::optional<std::string_view> bare_document(std::string_view text,
                                                            contract::DocumentKind kind,
                                                            std::string& scratch);

// As bare_document(), digits padded: CPF to 11, CNPJ to 14, of either kind up to 11 digits to 11
// and beyond to 14.
[[nodiscard]] Checked check_cpf(std::string_view text, std::string& scratch);
[[nodiscard]] Checked check_cnpj(std::string_view text, std::string& scratch);
[[nodiscard]] Checked check_cpf_or_cnpj(std::string_view text, std::string& scratch);

// 44 characters: UF 2, year and month 4, CNPJ 14 (letters allowed), model 2, series 3, number 9,
// kind of emission 1, code 8, check digit 1. Spaces and points between groups are removed, and the
// "NFe" that stands before the key in invoice XML.
[[nodiscard]] Checked check_nfe_key(std::string_view text, std::string& scratch);

// Whether an invoice's number "number-series" (or the number alone) is the one in a valid key.
[[nodiscard]] bool nfe_number_agrees(std::string_view key, std::string_view number);

// GTIN-8, -12, -13, -14 and SSCC (18 digits), with their check digit.
[[nodiscard]] Checked check_gtin(std::string_view text, std::string& scratch);
[[nodiscard]] Checked check_sscc(std::string_view text, std::string& scratch);

}  // namespace gdo::values
