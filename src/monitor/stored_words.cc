#include "monitor/stored_words.h"

#include <array>

#include "base/translation.h"

namespace gdo::monitor {
namespace {

constexpr std::array<CodeWords, 5> kFaults = {{
    {"json_malformado", tr_later("malformed JSON")},
    {"vazio", tr_later("the file is empty")},
    {"raiz_invalida", tr_later("not a list of records")},
    {"codificacao_invalida", tr_later("not UTF-8")},
    {"profundidade", tr_later("nested too deep")},
}};

}  // namespace

std::string code_words(std::span<const CodeWords> list, std::string_view code) {
  for (const auto& [name, words] : list) {
    if (name == code) return tr(words);
  }
  return std::string(code);
}

std::string stored_or_words(std::span<const CodeWords> list, std::string_view code,
                            std::string_view stored) {
  const bool reads_it = language() == Language::portuguese && !stored.empty();
  return reads_it || code.empty() ? std::string(stored) : code_words(list, code);
}

std::string file_fault(std::string_view code, std::string_view stored) {
  return stored_or_words(kFaults, code, stored);
}

std::string reason_words(std::string_view portuguese, std::string_view english) {
  const bool reads_portuguese = language() == Language::portuguese || english.empty();
  return std::string(reads_portuguese ? portuguese : english);
}

}  // namespace gdo::monitor
