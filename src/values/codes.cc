#include "values/codes.h"

#include <algorithm>
#include <array>

#include "values/decimals.h"
#include "values/text.h"

namespace gdo::values {

CodeTable::CodeTable(const contract::CodeMap& map) {
  for (const auto& entry : map.entries) {
    codes_.try_emplace(entry.code, entry.code);
    codes_.try_emplace(match_form(entry.code), entry.code);
  }
  for (const auto& entry : map.entries) {
    for (const auto& synonym : entry.synonyms) {
      codes_.try_emplace(synonym, entry.code);
      codes_.try_emplace(match_form(synonym), entry.code);
    }
  }
}

std::optional<std::string_view> CodeTable::find(std::string_view text) const {
  auto found = codes_.find(text);
  if (found == codes_.end()) found = codes_.find(match_form(text));
  if (found == codes_.end()) return std::nullopt;
  return found->second;
}

std::optional<bool> parse_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 9> kTrue = {"TRUE", "1",          "S",   "SIM", "V",
                                                     "T",    "VERDADEIRO", "YES", "Y"};
  constexpr std::array<std::string_view, 7> kFalse = {"FALSE", "0", "N", "NAO", "F", "FALSO", "NO"};
  if (text.size() > 16) return std::nullopt;
  std::string digits;
  const Decimal number = parse_decimal(text, digits);
  const std::string form =
      number.form == DecimalForm::invalid ? match_form(text) : std::string(number.text);
  if (std::find(kTrue.begin(), kTrue.end(), form) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), form) != kFalse.end()) return false;
  return std::nullopt;
}

}  // namespace gdo::values
