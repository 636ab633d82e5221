#include "judge/text_steps.h"

#include <algorithm>
#include <utility>

#include "values/documents.h"
#include "values/placeholders.h"
#include "values/text.h"

namespace gdo::judge {
namespace {

constexpr std::size_t kCpfDigits = 11;
constexpr std::size_t kCnpjDigits = 14;
constexpr std::string_view kNameSeparator = " - ";
constexpr std::size_t kLeastNamePart = 3;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_all_zeros(std::string_view text) {
  return !text.empty() && text.find_first_not_of('0') == std::string_view::npos;
}

// To what length a digits-only document is padded.
std::size_t document_width(contract::DocumentKind kind, std::size_t size) {
  switch (kind) {
    case contract::DocumentKind::none:
      return 0;
    case contract::DocumentKind::cpf:
      return kCpfDigits;
    case contract::DocumentKind::cnpj:
      return kCnpjDigits;
    case contract::DocumentKind::cpf_or_cnpj:
      return size <= kCpfDigits ? kCpfDigits : kCnpjDigits;
  }
  return 0;
}

std::string_view to_lower_ascii(std::string_view text, std::string& scratch) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::none_of(text.begin(), text.end(), is_capital)) return text;
  std::string made(text);
  for (char& c : made) c = is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
  scratch = std::move(made);
  return scratch;
}

// Where more digits than this stand on both sides of what is left out, they are two numbers.
constexpr std::size_t kSeparateDigits = 5;

bool is_numeral(char c) { return c >= '0' && c <= '9'; }

// Whether leaving out what is no digit or letter makes one number of two: 100001/100002.
bool glues_numbers(std::string_view text) {
  std::size_t before = 0;  // digits of the last run
  std::size_t run = 0;
  bool apart = false;
  for (const char c : text) {
    if (is_numeral(c)) {
      if (apart) run = 0;
      apart = false;
      ++run;
      if (run > kSeparateDigits && before > kSeparateDigits) return true;
    } else if (is_alphanumeric(c)) {
      before = run = 0;
      apart = false;
    } else if (!apart) {
      before = run;
      apart = true;
    }
  }
  return false;
}

std::string capitals(std::string_view text) {
  std::string scratch;
  return std::string(values::to_upper(text, scratch));
}

}  // namespace

bool is_zero_text(std::string_view text) {
  std::size_t zeros = 0;
  std::size_t points = 0;
  for (const char c : text) {
    if (c == '0') {
      ++zeros;
    } else if ((c == '.' || c == ',' || c == '-') && zeros > 0) {
      ++points;
    } else {
      return false;
    }
  }
  return zeros > 0 && points <= 2;
}

std::string_view without_name(std::string_view text, std::string_view name) {
  const std::size_t at = text.rfind(kNameSeparator);
  if (at == std::string_view::npos || at == 0) return text;
  const std::string tail = values::match_form(text.substr(at + kNameSeparator.size()));
  if (values::length(tail) < kLeastNamePart || !values::match_form(name).starts_with(tail))
    return text;
  return values::trim(text.substr(0, at));
}

TextSteps::TextSteps(const contract::Cleaning& cleaning) : cleaning_(cleaning) {
  for (const auto& token : cleaning.null_tokens) {
    null_tokens_.push_back(capitals(token));
    longest_null_ = std::max(longest_null_, null_tokens_.back().size() + 4);
    if (token.empty()) {
      empty_is_null_ = true;
      continue;
    }
    const auto first = static_cast<unsigned char>(null_tokens_.back().front());
    null_starts_[first] = true;
    if (first >= 'A' && first <= 'Z') null_starts_[first + ('a' - 'A')] = true;
    if (first < 0x80) continue;
    // Small and capital letters outside ASCII may begin with different bytes.
    std::fill(null_starts_.begin() + 0x80, null_starts_.end(), true);
  }
  const bool picks = !cleaning.remove.empty() || cleaning.digits_only || cleaning.alphanumeric_only;
  takes_digits_ = picks || cleaning.pad > 0 || cleaning.strip_leading_zeros ||
                  cleaning.document != contract::DocumentKind::none ||
                  cleaning.gta_part != contract::GtaPart::none;
  plain_ = cleaning.letter_case == contract::LetterCase::keep && cleaning.remove.empty() &&
           !cleaning.digits_only && !cleaning.alphanumeric_only && !cleaning.strip_leading_zeros &&
           !cleaning.all_zeros_is_null && !cleaning.repeated_digit_is_null &&
           cleaning.document == contract::DocumentKind::none;
  if (cleaning.codes) codes_.emplace(*cleaning.codes);
}

std::string_view TextSteps::tidy(std::string_view text, ChangeCounts& changes) {
  if (values::is_clean(text)) return text;
  if (cleaning_.trim) {
    const std::string_view trimmed = values::trim(text);
    if (trimmed.size() != text.size()) changes.count(Change::trimmed);
    text = trimmed;
  }
  if (cleaning_.nfc) {
    const std::string_view composed = values::to_nfc(text, tidy_[0]);
    if (composed.data() != text.data()) changes.count(Change::composed);
    text = composed;
  }
  if (cleaning_.collapse_spaces) {
    const std::string_view collapsed = values::collapse_spaces(text, tidy_[1]);
    if (collapsed.data() != text.data()) changes.count(Change::spaces);
    text = collapsed;
  }
  return text;
}

bool TextSteps::is_null(std::string_view text, ChangeCounts& changes) const {
  bool null = false;
  if (text.empty()) {
    null = empty_is_null_;
  } else if (text.size() <= longest_null_ && null_starts_[static_cast<unsigned char>(text[0])]) {
    const std::string upper = capitals(text);
    null = std::find(null_tokens_.begin(), null_tokens_.end(), upper) != null_tokens_.end();
  }
  if (!null && cleaning_.placeholders && values::is_placeholder(text)) {
    // A document of stars is one that somebody hides, which is worth a note.
    null = cleaning_.document == contract::DocumentKind::none || !values::has_mask_signs(text);
  }
  if (null) changes.count(Change::null_token);
  return null;
}

std::string_view TextSteps::letters(std::string_view text, ChangeCounts& changes) {
  if (cleaning_.letter_case == contract::LetterCase::keep) return text;
  const std::string_view changed = cleaning_.letter_case == contract::LetterCase::upper
                                       ? values::to_upper(text, steps_[0])
                                       : to_lower_ascii(text, steps_[0]);
  if (changed.data() != text.data()) changes.count(Change::letter_case);
  return changed;
}

// False when it is written as no such document: then it stays as it is, for its check to refuse.
bool TextSteps::keep_document(Cleaned& cleaned, ChangeCounts& changes) {
  std::string made;
  const auto bare = values::bare_document(cleaned.text, cleaning_.document, made);
  if (!bare) return false;
  if (*bare == cleaned.text) return true;
  changes.count(Change::alphanumeric);
  steps_[1] = std::move(made);
  cleaned.text = steps_[1];
  return true;
}

// False when nothing is left of what had letters or digits, or too much came together.
bool TextSteps::keep_characters(Cleaned& cleaned, ChangeCounts& changes) {
  if (cleaning_.document != contract::DocumentKind::none) return keep_document(cleaned, changes);
  const std::string_view before = cleaned.text;
  const bool picks =
      !cleaning_.remove.empty() || cleaning_.digits_only || cleaning_.alphanumeric_only;
  if (picks && glues_numbers(before)) {
    cleaned.null = cleaned.wrong = true;
    return false;
  }
  if (!cleaning_.remove.empty() &&
      before.find_first_of(cleaning_.remove) != std::string_view::npos) {
    std::string kept;
    for (const char c : before) {
      if (cleaning_.remove.find(c) == std::string::npos) kept += c;
    }
    steps_[1] = std::move(kept);
    cleaned.text = steps_[1];
    changes.count(Change::removed);
  }
  if (cleaning_.digits_only || cleaning_.alphanumeric_only) {
    std::string kept;
    const std::string_view text = cleaning_.digits_only
                                      ? values::only_digits(cleaned.text, kept)
                                      : values::only_alphanumeric(cleaned.text, kept);
    if (text.size() != cleaned.text.size()) {
      changes.count(cleaning_.digits_only ? Change::digits : Change::alphanumeric);
      steps_[1] = std::move(kept);
      cleaned.text = steps_[1];
    }
  }
  if (!cleaned.text.empty()) return true;
  cleaned.null = true;
  cleaned.wrong = std::any_of(before.begin(), before.end(), [](char c) {
    return is_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
  });
  return !cleaned.wrong;
}

// Zeros taken away, recognised as nothing, or added.
void TextSteps::complete(Cleaned& cleaned, ChangeCounts& changes) {
  if (cleaning_.strip_leading_zeros && values::is_digits(cleaned.text)) {
    const std::string_view stripped = values::strip_zeros(cleaned.text);
    if (stripped.size() != cleaned.text.size()) changes.count(Change::leading_zeros);
    cleaned.text = stripped;
  }
  const bool zeros = is_all_zeros(cleaned.text);
  if (zeros && (cleaning_.all_zeros_is_null || cleaning_.zero_is_null)) {
    changes.count(cleaning_.all_zeros_is_null ? Change::all_zeros : Change::zero);
    cleaned.null = true;
    return;
  }
  if (cleaning_.repeated_digit_is_null && values::is_repeated_digit(cleaned.text)) {
    changes.count(Change::repeated_digit);
    cleaned.null = cleaned.masked = true;
    return;
  }
  if (!values::is_digits(cleaned.text)) return;
  const std::size_t width = document_width(cleaning_.document, cleaned.text.size());
  if (cleaned.text.size() >= width) return;
  changes.count(Change::document_padded);
  cleaned.text = values::pad_zeros(cleaned.text, width, steps_[1]);
}

TextSteps::Cleaned TextSteps::clean(std::string_view text, ChangeCounts& changes) {
  Cleaned cleaned{text};
  if (cleaning_.zero_is_null && is_zero_text(text)) {
    changes.count(Change::zero);
    cleaned.null = true;
  } else if (cleaning_.minus_one_is_null && text == "-1") {
    changes.count(Change::minus_one);
    cleaned.null = true;
  }
  if (cleaned.null || plain_) return cleaned;
  cleaned.text = letters(text, changes);
  if (keep_characters(cleaned, changes) && !cleaned.null) complete(cleaned, changes);
  return cleaned;
}

std::optional<std::string_view> TextSteps::find_code(std::string_view text,
                                                     ChangeCounts& changes) const {
  const auto code = codes_->find(text);
  if (code && *code != text) changes.count(Change::code);
  return code;
}

}  // namespace gdo::judge
