#include "base/language.h"

#include <atomic>

namespace gdo {
namespace {

// Like the level of log lines: of the terminal that the process talks to.
std::atomic<Language> spoken{Language::english};

}  // namespace

Language language_named(std::string_view name) {
  const bool portuguese = name.size() >= 2 && (name[0] == 'p' || name[0] == 'P') &&
                          (name[1] == 't' || name[1] == 'T') &&
                          (name.size() == 2 || name[2] == '_' || name[2] == '-' || name[2] == '.');
  return portuguese ? Language::portuguese : Language::english;
}

Language language_of(const LanguageVariables& variables) {
  for (const std::string_view name : {"GDO_IDIOMA", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::optional<std::string> value = variables(name);
    if (value && !value->empty()) return language_named(*value);
  }
  return Language::english;
}

void set_language(Language language) { spoken.store(language, std::memory_order_relaxed); }

Language language() noexcept { return spoken.load(std::memory_order_relaxed); }

}  // namespace gdo
