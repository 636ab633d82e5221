#include "values/gta.h"

#include <optional>
#include <utility>
#include <vector>

#include "values/farm_documents.h"

namespace gdo::values {
namespace {

constexpr std::size_t kMostDigits = 12;
constexpr std::size_t kMostLetters = 3;

bool is_numeral(char c) { return c >= '0' && c <= '9'; }
bool is_permit_letter(char c) { return c >= 'A' && c <= 'Z'; }
// The masculine ordinal of "Nº", in two bytes.
bool is_between(char c) {
  return std::string_view(" -/.:_\xC2\xBA\xB0").find(c) != std::string_view::npos;
}

// "1.234.567" is one number and so is "100001.0", which a float left behind; "100.000" may be
// either. Empty when a point means something else.
std::optional<std::string> without_points(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return std::string(text);
  const std::string_view rest = text.substr(point + 1);
  const bool zeros = rest.find_first_not_of('0') == std::string_view::npos;
  if (rest.empty() || point == 0) return std::nullopt;
  if (zeros)
    return rest.size() < 3 ? std::optional(std::string(text.substr(0, point))) : std::nullopt;
  std::string digits(text.substr(0, point));
  if (digits.size() > 3) return std::nullopt;
  for (std::size_t at = point; at < text.size(); at += 4) {
    const std::string_view group = text.substr(at + 1, 3);
    if (text[at] != '.' || group.size() != 3 || !is_digits(group)) return std::nullopt;
    digits += group;
  }
  return digits;
}

// Runs of letters, and of digits with the points between them. False when anything else is there
// than what separates.
bool take_words(std::string_view text, std::vector<std::string_view>& words) {
  while (!text.empty()) {
    const bool digits = is_numeral(text.front());
    std::size_t size = 0;
    if (digits) {
      while (size < text.size() && (is_numeral(text[size]) || text[size] == '.')) ++size;
      while (text[size - 1] == '.') --size;
    } else {
      while (size < text.size() && is_permit_letter(text[size])) ++size;
    }
    if (size == 0) {
      if (!is_between(text.front())) return false;
      text.remove_prefix(1);
      continue;
    }
    words.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return true;
}

bool is_gta(std::string_view word) { return word == "GTA" || word == "EGTA"; }
bool is_number_sign(std::string_view word) {
  return word == "N" || word == "NR" || word == "NO" || word == "NUM" || word == "NUMERO";
}

// The words that name what the text is: "e-GTA Nº …".
std::size_t title_size(const std::vector<std::string_view>& words) {
  std::size_t size = 0;
  if (words.size() > 1 && words[0] == "E" && is_gta(words[1])) size = 2;
  if (size == 0 && !words.empty() && is_gta(words[0])) size = 1;
  if (size > 0 && size < words.size() && is_number_sign(words[size])) ++size;
  return size;
}

struct Permit {
  std::string uf;
  std::string series;
  std::string number;
};

bool take_letters(std::string_view word, Permit& permit) {
  if (permit.uf.empty() && permit.series.empty() && is_uf(word)) {
    permit.uf = word;
    return true;
  }
  // Written together: MTA100001.
  const bool glued = word.size() > 2 && permit.uf.empty() && is_uf(word.substr(0, 2));
  if (glued) {
    permit.uf = word.substr(0, 2);
    word.remove_prefix(2);
  }
  if (!permit.series.empty() || word.size() > kMostLetters) return false;
  permit.series = word;
  return true;
}

std::optional<Permit> read_permit(std::string_view text) {
  std::vector<std::string_view> words;
  if (!take_words(text, words)) return std::nullopt;
  Permit permit;
  for (std::size_t i = title_size(words); i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (!is_numeral(word.front())) {
      if (!take_letters(word, permit)) return std::nullopt;
      continue;
    }
    auto digits = without_points(word);
    if (!permit.number.empty() || !digits || digits->size() > kMostDigits) return std::nullopt;
    permit.number = std::move(*digits);
  }
  const bool some = permit.number.find_first_not_of('0') != std::string::npos;
  return some ? std::optional(permit) : std::nullopt;
}

}  // namespace

Checked check_gta(std::string_view text, std::string& scratch) {
  std::string capitals(text);
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto permit = read_permit(capitals);
  if (!permit) return {false, text};
  scratch = permit->uf + '-' + permit->series + '-' + permit->number;
  return {true, scratch};
}

std::string_view gta_part(std::string_view normal, contract::GtaPart part) {
  const std::size_t first = normal.find('-');
  const std::size_t second = first == std::string_view::npos ? first : normal.find('-', first + 1);
  if (second == std::string_view::npos) return part == contract::GtaPart::number ? normal : "";
  switch (part) {
    case contract::GtaPart::none:
      return normal;
    case contract::GtaPart::uf:
      return normal.substr(0, first);
    case contract::GtaPart::series:
      return normal.substr(first + 1, second - first - 1);
    case contract::GtaPart::number:
      return normal.substr(second + 1);
  }
  return {};
}

}  // namespace gdo::values
