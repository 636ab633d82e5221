#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gdo {

// What language people are spoken to in. Stored texts and JSON do not follow it.
enum class Language { english, portuguese };

// The value of an environment variable; empty when it is not set.
using LanguageVariables = std::function<std::optional<std::string>(std::string_view name)>;

// GDO_IDIOMA (pt_BR or en), else the locale: LC_ALL, LC_MESSAGES, LANG. What is neither is English.
Language language_of(const LanguageVariables& variables);
Language language_named(std::string_view name);

// Of this process: set before threads start, English until then.
void set_language(Language language);
Language language() noexcept;

}  // namespace gdo
