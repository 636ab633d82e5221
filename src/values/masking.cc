#include "values/masking.h"

#include <fmt/format.h>

#include <algorithm>

#include "values/documents.h"

namespace gdo::values {
namespace {

constexpr std::size_t kCpfDigits = 11;
constexpr std::size_t kCnpjCharacters = 14;
constexpr std::size_t kDecimals = 2;

bool is_document_character(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

// How many bytes the first character of UTF-8 text takes.
std::size_t character_bytes(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) ++bytes;
  return bytes;
}

// Adds one to the last digit; a 9 carries. A digit is put before when all were 9.
void count_up(std::string& number) {
  for (std::size_t i = number.size(); i-- > 0;) {
    if (number[i] == '.') continue;
    if (number[i] != '9') {
      ++number[i];
      return;
    }
    number[i] = '0';
  }
  number.insert(number.begin(), '1');
}

}  // namespace

bool is_company_document(std::string_view document) {
  return document.size() == kCnpjCharacters &&
         std::all_of(document.begin(), document.end(), is_document_character);
}

std::string mask_document(std::string_view document) {
  if (is_company_document(document)) return std::string(document);
  if (document.size() != kCpfDigits || !is_digits(document)) return std::string(kWithheld);
  return fmt::format("***.{}.{}-**", document.substr(3, 3), document.substr(6, 3));
}

std::string initials(std::string_view name) {
  std::string letters;
  while (true) {
    const std::size_t start = name.find_first_not_of(' ');
    if (start == std::string_view::npos) return letters;
    name.remove_prefix(start);
    if (!letters.empty()) letters += ' ';
    letters += name.substr(0, character_bytes(name));
    letters += '.';
    name.remove_prefix(std::min(name.find(' '), name.size()));
  }
}

std::string coarse_coordinate(std::string_view degrees) {
  const bool negative = degrees.starts_with('-');
  const std::string_view digits = degrees.substr(negative ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view rest =
      point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
  if (!is_digits(whole) || (point != std::string_view::npos && !is_digits(rest))) {
    return std::string(kWithheld);
  }
  if (rest.size() <= kDecimals) return std::string(degrees);
  std::string rounded = fmt::format("{}.{}", whole, rest.substr(0, kDecimals));
  if (rest[kDecimals] >= '5') count_up(rounded);
  const bool zero = rounded.find_first_not_of("0.") == std::string::npos;
  return negative && !zero ? "-" + rounded : rounded;
}

std::string mask_farm_key(std::string_view key) {
  const std::size_t first = key.find('/');
  if (first == std::string_view::npos) return std::string(key);
  const std::size_t last = key.rfind('/');
  // Without one of its parts nobody can tell which of them is left.
  if (last == first) return std::string(kWithheld);
  const std::string_view document = key.substr(0, first);
  if (is_company_document(document)) return std::string(key);
  return fmt::format("{}/{}{}", mask_document(document),
                     initials(key.substr(first + 1, last - first - 1)), key.substr(last));
}

}  // namespace gdo::values
