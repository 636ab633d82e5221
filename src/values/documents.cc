#include "values/documents.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace gdo::values {
namespace {

bool is_document_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
char capital(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// The value of a digit or capital letter in a CNPJ or an NF-e key: its ASCII code less 48.
int value_of(char c) { return c - '0'; }

// Keeps the characters that fit; the text itself when all do.
template <typename Fits>
std::string_view keep(std::string_view text, std::string& scratch, Fits fits) {
  if (std::all_of(text.begin(), text.end(), fits)) return text;
  scratch.clear();
  std::copy_if(text.begin(), text.end(), std::back_inserter(scratch), fits);
  return scratch;
}

// What people write between a document's characters.
bool is_punctuation(char c) { return c == '.' || c == '-' || c == '/' || c == ' '; }

// Without punctuation and with capital letters; the text itself when it is so already.
std::string_view bare(std::string_view text, std::string& scratch) {
  const auto is_bare = [](char c) { return !is_punctuation(c) && !is_small(c); };
  if (std::all_of(text.begin(), text.end(), is_bare)) return text;
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    if (!is_punctuation(c)) made += capital(c);
  }
  scratch = std::move(made);
  return scratch;
}

// The check digit of modulo 11: r < 2 gives 0, else 11 - r.
char modulo_11(int sum) {
  const int rest = sum % 11;
  return static_cast<char>('0' + (rest < 2 ? 0 : 11 - rest));
}

// Weights 2, 3, … up to `highest` and again, from the right.
int weighted_sum(std::string_view text, int highest) {
  int sum = 0;
  int weight = 2;
  for (std::size_t i = text.size(); i-- > 0;) {
    sum += value_of(text[i]) * weight;
    weight = weight == highest ? 2 : weight + 1;
  }
  return sum;
}

// The check digit of GS1: weights 3, 1, 3 … from the right, the check digit itself left out.
bool has_gs1_digit(std::string_view digits) {
  int sum = 0;
  int weight = 3;
  for (std::size_t i = digits.size() - 1; i-- > 0;) {
    sum += value_of(digits[i]) * weight;
    weight = 4 - weight;
  }
  return value_of(digits.back()) == (10 - sum % 10) % 10;
}

// What a document looks like: its length, and how many characters follow each separator.
struct DocumentForm {
  std::size_t width;
  std::array<std::size_t, 4> behind;  // unused places repeat the first
};
constexpr DocumentForm kCpfForm = {11, {2, 5, 8, 2}};    // 999.999.999-99
constexpr DocumentForm kCnpjForm = {14, {2, 6, 9, 12}};  // 99.999.999/9999-99

const DocumentForm& form_of(contract::DocumentKind kind, std::string_view characters) {
  if (kind == contract::DocumentKind::cpf) return kCpfForm;
  if (kind == contract::DocumentKind::cnpj) return kCnpjForm;
  return characters.size() <= kCpfForm.width && is_digits(characters) ? kCpfForm : kCnpjForm;
}

// The characters of the text, and after how many of them its separators stand; spaces may be around
// one. False when two separators meet, one stands at an end, or anything else is there.
bool take_apart(std::string_view text, std::string& characters, std::vector<std::size_t>& cuts) {
  bool sign = true;  // a separator that is no space, since the last character
  for (const char c : text) {
    if (is_document_digit(c) || is_capital(c) || is_small(c)) {
      characters += capital(c);
      sign = false;
      continue;
    }
    if (!is_punctuation(c) || characters.empty() || (sign && c != ' ')) return false;
    if (cuts.empty() || cuts.back() != characters.size()) cuts.push_back(characters.size());
    sign = sign || c != ' ';
  }
  return !characters.empty() && (cuts.empty() || cuts.back() != characters.size());
}

bool is_cut_as(const DocumentForm& form, std::size_t size, const std::vector<std::size_t>& cuts) {
  if (size > form.width) return false;
  const auto has_its_place = [&](std::size_t cut) {
    return std::find(form.behind.begin(), form.behind.end(), size - cut) != form.behind.end();
  };
  if (!std::all_of(cuts.begin(), cuts.end(), has_its_place)) return false;
  if (size == form.width) return true;
  const auto is_cut = [&](std::size_t behind) {
    return behind >= size || std::find(cuts.begin(), cuts.end(), size - behind) != cuts.end();
  };
  return std::all_of(form.behind.begin(), form.behind.end(), is_cut);
}

Checked check_document(std::string_view text, contract::DocumentKind kind, std::size_t width,
                       bool (*fits)(std::string_view), std::string& scratch) {
  const auto bare_text = bare_document(text, kind, scratch);
  if (!bare_text) return {false, text};
  std::string_view document = *bare_text;
  if (is_digits(document)) document = pad_zeros(document, width, scratch);
  return {fits(document), document};
}

}  // namespace

std::string_view only_digits(std::string_view text, std::string& scratch) {
  return keep(text, scratch, is_document_digit);
}

std::string_view only_alphanumeric(std::string_view text, std::string& scratch) {
  return keep(text, scratch,
              [](char c) { return is_document_digit(c) || is_capital(c) || is_small(c); });
}

std::string_view strip_zeros(std::string_view digits) {
  if (digits.empty()) return digits;
  const std::size_t first = digits.find_first_not_of('0');
  return digits.substr(first == std::string_view::npos ? digits.size() - 1 : first);
}

std::string_view pad_zeros(std::string_view text, std::size_t width, std::string& scratch) {
  if (text.size() >= width) return text;
  std::string padded(width - text.size(), '0');
  padded += text;
  scratch = std::move(padded);
  return scratch;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_document_digit);
}

bool is_repeated_digit(std::string_view text) {
  return text.size() > 1 && is_document_digit(text[0]) &&
         text.find_first_not_of(text[0]) == std::string_view::npos;
}

namespace {

// 11 digits with both check digits; repeated digits, which pass those, are refused.
bool is_cpf(std::string_view digits) {
  if (digits.size() != 11 || !is_digits(digits) || is_repeated_digit(digits)) return false;
  return digits[9] == modulo_11(weighted_sum(digits.substr(0, 9), 11)) &&
         digits[10] == modulo_11(weighted_sum(digits.substr(0, 10), 11));
}

// 12 digits or capital letters and two check digits (both kinds, numeric and alphanumeric). All
// zeros, which pass, are refused.
bool is_cnpj(std::string_view text) {
  if (text.size() != 14 || !is_document_digit(text[12]) || !is_document_digit(text[13]))
    return false;
  const auto fits = [](char c) { return is_document_digit(c) || is_capital(c); };
  if (!std::all_of(text.begin(), text.end(), fits) || is_repeated_digit(text)) return false;
  return text[12] == modulo_11(weighted_sum(text.substr(0, 12), 9)) &&
         text[13] == modulo_11(weighted_sum(text.substr(0, 13), 9));
}

}  // namespace

std::optional<std::string_view> bare_document(std::string_view text, contract::DocumentKind kind,
                                              std::string& scratch) {
  const auto is_bare = [](char c) { return is_document_digit(c) || is_capital(c); };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_bare)) return text;
  std::string characters;
  std::vector<std::size_t> cuts;
  if (!take_apart(text, characters, cuts)) return std::nullopt;
  const bool whole = cuts.empty() || is_cut_as(form_of(kind, characters), characters.size(), cuts);
  if (!whole) return std::nullopt;
  scratch = std::move(characters);
  return scratch;
}

Checked check_cpf(std::string_view text, std::string& scratch) {
  return check_document(text, contract::DocumentKind::cpf, kCpfForm.width, is_cpf, scratch);
}

Checked check_cnpj(std::string_view text, std::string& scratch) {
  return check_document(text, contract::DocumentKind::cnpj, kCnpjForm.width, is_cnpj, scratch);
}

Checked check_cpf_or_cnpj(std::string_view text, std::string& scratch) {
  const auto document = bare_document(text, contract::DocumentKind::cpf_or_cnpj, scratch);
  if (!document) return {false, text};
  // What bare_document() made stays as it is when it is read again.
  const bool person = is_digits(*document) && document->size() <= kCpfForm.width;
  return person ? check_cpf(*document, scratch) : check_cnpj(*document, scratch);
}

Checked check_nfe_key(std::string_view text, std::string& scratch) {
  std::string_view key = bare(text, scratch);
  if (key.size() == 47 && key.starts_with("NFE")) key.remove_prefix(3);
  if (key.size() != 44) return {false, key};
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool cnpj_root = i >= 6 && i < 18;
    if (!is_document_digit(key[i]) && !(cnpj_root && is_capital(key[i]))) return {false, key};
  }
  return {key[43] == modulo_11(weighted_sum(key.substr(0, 43), 9)), key};
}

bool nfe_number_agrees(std::string_view key, std::string_view number) {
  if (key.size() != 44) return false;
  const std::size_t dash = number.find('-');
  const auto part = [](std::string_view text) {
    std::string_view digits = text;
    while (digits.starts_with(' ')) digits.remove_prefix(1);
    while (digits.ends_with(' ')) digits.remove_suffix(1);
    return digits;
  };
  const std::string_view own = part(number.substr(0, dash));
  std::string scratch;
  const std::string_view bare_number = only_digits(own, scratch);  // "7.800" groups thousands
  if (strip_zeros(bare_number) != strip_zeros(key.substr(25, 9))) return false;
  if (dash == std::string_view::npos) return true;
  return strip_zeros(part(number.substr(dash + 1))) == strip_zeros(key.substr(22, 3));
}

Checked check_gtin(std::string_view text, std::string& scratch) {
  const std::string_view digits = bare(text, scratch);
  constexpr std::array<std::size_t, 4> kSizes = {8, 12, 13, 14};
  const bool right_size = std::find(kSizes.begin(), kSizes.end(), digits.size()) != kSizes.end();
  return {right_size && is_digits(digits) && has_gs1_digit(digits), digits};
}

Checked check_sscc(std::string_view text, std::string& scratch) {
  const std::string_view digits = bare(text, scratch);
  return {digits.size() == 18 && is_digits(digits) && has_gs1_digit(digits), digits};
}

}  // namespace gdo::values
