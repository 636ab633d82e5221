#include "values/farm_documents.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "values/decimals.h"
#include "values/text.h"

namespace gdo::values {
namespace {

// What the rules need to know of a UF: its IBGE number (docs/dominio.md §3), the lengths of its
// state registrations (same place; 0: only one), and the box around its land, with a tenth of a
// degree to spare (IBGE, extreme points of the states).
struct State {
  std::string_view uf;
  int ibge;
  std::array<std::size_t, 2> ie_lengths;
  std::string_view south, north, west, east;
};

constexpr std::array<State, 27> kStates = {{
    {"RO", 11, {14, 0}, "-13.8", "-7.9", "-66.9", "-59.7"},
    {"AC", 12, {13, 0}, "-11.3", "-7", "-74.1", "-66.5"},
    {"AM", 13, {9, 0}, "-9.95", "2.4", "-73.9", "-56"},
    {"RR", 14, {9, 0}, "-1.7", "5.4", "-64.95", "-58.8"},
    {"PA", 15, {9, 0}, "-9.95", "2.7", "-59", "-45.9"},
    {"AP", 16, {9, 0}, "-1.4", "4.6", "-55", "-49.7"},
    {"TO", 17, {9, 11}, "-13.6", "-5", "-50.85", "-45.6"},
    {"MA", 21, {9, 0}, "-10.4", "-0.9", "-48.9", "-41.7"},
    {"PI", 22, {9, 0}, "-11", "-2.6", "-46.1", "-40.2"},
    {"CE", 23, {9, 0}, "-8", "-2.6", "-41.6", "-37.1"},
    {"RN", 24, {9, 10}, "-7.1", "-3.7", "-38.7", "-34.8"},
    {"PB", 25, {9, 0}, "-8.4", "-5.9", "-38.9", "-34.6"},
    {"PE", 26, {9, 0}, "-9.6", "-3.7", "-41.5", "-32.2"},
    {"AL", 27, {9, 0}, "-10.6", "-8.7", "-38.4", "-35"},
    {"SE", 28, {9, 0}, "-11.7", "-9.4", "-38.4", "-36.2"},
    {"BA", 29, {8, 9}, "-18.5", "-8.4", "-46.8", "-37.2"},
    {"MG", 31, {13, 0}, "-23.05", "-14.1", "-51.2", "-39.7"},
    {"ES", 32, {9, 0}, "-21.4", "-17.8", "-42", "-28.7"},
    {"RJ", 33, {8, 0}, "-23.5", "-20.6", "-45", "-40.8"},
    {"SP", 35, {12, 0}, "-25.5", "-19.6", "-53.3", "-44"},
    {"PR", 41, {10, 0}, "-26.85", "-22.4", "-54.75", "-47.9"},
    {"SC", 42, {9, 0}, "-29.5", "-25.8", "-54", "-48.2"},
    {"RS", 43, {10, 0}, "-33.95", "-26.9", "-57.8", "-49.5"},
    {"MS", 50, {9, 0}, "-24.2", "-17", "-58.3", "-50.8"},
    {"MT", 51, {11, 0}, "-18.2", "-7.2", "-61.8", "-50.1"},
    {"GO", 52, {9, 0}, "-19.7", "-12.2", "-53.4", "-45.8"},
    {"DF", 53, {13, 0}, "-16.2", "-15.4", "-48.4", "-47.2"},
}};

const State* find_state(std::string_view uf) {
  const auto found = std::find_if(kStates.begin(), kStates.end(),
                                  [uf](const State& state) { return state.uf == uf; });
  return found == kStates.end() ? nullptr : &*found;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

// Capital letters and digits only.
std::string_view bare_capitals(std::string_view text, std::string& scratch) {
  std::string letters;
  const std::string_view kept = only_alphanumeric(text, letters);
  const std::string_view upper = to_upper(kept, scratch);
  if (upper.data() == letters.data()) {
    scratch.assign(upper);
    return scratch;
  }
  return upper;
}

bool is_car_shaped(std::string_view car) {
  return car.size() == 43 && car[2] == '-' && car[10] == '-' && is_digits(car.substr(3, 7)) &&
         std::all_of(car.begin() + 11, car.end(), is_hex);
}

bool car_uf_agrees(std::string_view car) {
  const State* state = find_state(car.substr(0, 2));
  return state != nullptr && state->ibge == (car[3] - '0') * 10 + (car[4] - '0');
}

// Municipalities whose code was given out with another seventh digit.
bool is_historic_ibge(std::string_view digits) {
  constexpr std::array<std::string_view, 9> kCodes = {"2201919", "2201988", "2202251",
                                                      "2611533", "3117836", "3152131",
                                                      "4305871", "5203939", "5203962"};
  return std::find(kCodes.begin(), kCodes.end(), digits) != kCodes.end();
}

// Whether the seventh digit is the one that the other six make. Weights 1 2 1 2 1 2, the products'
// digits added.
bool checks_itself(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const int product = (digits[i] - '0') * (i % 2 == 0 ? 1 : 2);
    sum += product / 10 + product % 10;
  }
  return digits[6] - '0' == (10 - sum % 10) % 10;
}

bool has_ibge_digit(std::string_view digits) {
  return checks_itself(digits) || is_historic_ibge(digits);
}

}  // namespace

bool is_uf(std::string_view uf) { return find_state(uf) != nullptr; }

int ibge_prefix(std::string_view uf) {
  const State* state = find_state(uf);
  return state == nullptr ? 0 : state->ibge;
}

Checked check_car(std::string_view text, std::string& scratch) {
  if (is_car_shaped(text)) return {car_uf_agrees(text), text, !has_ibge_digit(text.substr(3, 7))};
  // The receipt groups the last part by dots; the hyphens are part of the code.
  std::string made;
  for (const char c : text) {
    if (c != '.') made += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  scratch = std::move(made);
  if (!is_car_shaped(scratch)) return {false, scratch};
  return {car_uf_agrees(scratch), scratch, !has_ibge_digit(std::string_view(scratch).substr(3, 7))};
}

bool car_is_in(std::string_view car, std::string_view uf) { return car.substr(0, 2) == uf; }

Checked check_ibge(std::string_view text, std::string& scratch) {
  const std::string_view digits = only_digits(text, scratch);
  if (digits.size() != 7 || digits.size() != text.size()) return {false, text};
  const bool historic = is_historic_ibge(digits);
  return {historic || checks_itself(digits), digits, historic};
}

Checked check_sisbov(std::string_view text, std::string& scratch) {
  const auto separator = [](char c) { return c == ' ' || c == '.' || c == '-'; };
  if (!std::all_of(text.begin(), text.end(),
                   [&](char c) { return separator(c) || (c >= '0' && c <= '9'); })) {
    return {false, text};
  }
  const std::string_view digits = only_digits(text, scratch);
  return {digits.size() == 15, digits};
}

Checked check_cep(std::string_view text, std::string& scratch) {
  scratch.clear();
  bool separated = false;  // 99.999: then a hyphen or nothing follows
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      scratch += c;
    } else if (c == '.' && scratch.size() == 2 && !separated) {
      separated = true;
    } else if ((c != '-' && c != ' ') || scratch.size() != 5 || !is_digits(text.substr(i + 1))) {
      return {false, text};
    }
  }
  const bool zeros = scratch.find_first_not_of('0') == std::string::npos;
  if (scratch.size() != 8 || zeros) return {false, text};
  return {true, scratch == text ? text : std::string_view(scratch)};
}

Checked check_sif(std::string_view text, std::string& scratch) {
  (void)scratch;
  if (!is_digits(text)) return {false, text};
  const std::string_view number = strip_zeros(text);
  return {number.size() <= 5 && number != "0", number};
}

bool ie_length_fits(std::string_view ie, std::string_view uf) {
  const State* state = find_state(uf);
  std::string scratch;
  std::string_view bare = bare_capitals(ie, scratch);
  if (state == nullptr || bare == "ISENTO" || bare == "ISENTA") return true;
  if (uf == "SP" && bare.starts_with('P')) bare.remove_prefix(1);  // rural: P and 12 digits
  return is_digits(bare) && (bare.size() == state->ie_lengths[0] ||
                             (state->ie_lengths[1] != 0 && bare.size() == state->ie_lengths[1]));
}

bool point_is_in(std::string_view latitude, std::string_view longitude, std::string_view uf) {
  const State* state = find_state(uf);
  if (state == nullptr) return true;
  const auto between = [](std::string_view value, std::string_view low, std::string_view high) {
    return compare(value, low) >= 0 && compare(value, high) <= 0;
  };
  return between(latitude, state->south, state->north) &&
         between(longitude, state->west, state->east);
}

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
