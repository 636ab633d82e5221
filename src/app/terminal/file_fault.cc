#include "app/terminal/file_fault.h"

#include <array>
#include <utility>

#include "base/translation.h"

namespace gdo::app {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 5> kFaults = {{
    {"json_malformado", tr_later("malformed JSON")},
    {"vazio", tr_later("the file is empty")},
    {"raiz_invalida", tr_later("not a list of records")},
    {"codificacao_invalida", tr_later("not UTF-8")},
    {"profundidade", tr_later("nested too deep")},
}};

}  // namespace

std::string file_fault(std::string_view code, std::string_view stored) {
  if (language() == Language::portuguese && !stored.empty()) return std::string(stored);
  for (const auto& [name, words] : kFaults) {
    if (name == code) return tr(words);
  }
  return std::string(code.empty() ? stored : code);
}

std::string reason_words(std::string_view portuguese, std::string_view english) {
  const bool reads_portuguese = language() == Language::portuguese || english.empty();
  return std::string(reads_portuguese ? portuguese : english);
}

}  // namespace gdo::app
