#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "contract/field.h"

namespace gdo::values {

// Hash of strings that can be asked with a view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Synonyms to codes. Matching ignores case, accents and spare spaces (see match_form).
class CodeTable {
 public:
  explicit CodeTable(const contract::CodeMap& map);

  // The code; valid while the table lives. Empty when the text is none of its synonyms.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view text) const;

 private:
  // By match form, and by the text exactly as the contract writes it, which is the common case.
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> codes_;
};

// What producers write for yes and no: true/false, 1/0, S/N, sim/não, V/F, verdadeiro/falso, T, Y,
// yes/no, in any case; 1 and 0 as any decimal: 1.0. Empty for anything else. Source:
// docs/dominio.md §1a, flag_contusao.
[[nodiscard]] std::optional<bool> parse_boolean(std::string_view text);

}  // namespace gdo::values
