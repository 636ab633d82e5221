#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

// Texts in the reader's language: the English one stands in the code and is the message's name in
// po/pt_BR.po, which is built into the program. scripts/update-po brings the catalogue forward.

namespace gdo {

// The text in the reader's language; itself where there is no translation. `text` is a literal.
const char* tr(const char* text);

// Marks a text of a table that tr() is given later.
constexpr const char* tr_later(const char* text) { return text; }

// Of one or of many things: what `number` asks for.
const char* tr_counted(const char* one, const char* many, std::int64_t number);

// A format and its arguments. A translation may change the arguments' order: {1} before {0}.
template <typename... Args>
std::string trf(fmt::format_string<Args...> format, Args&&... args) {
  return fmt::vformat(tr(fmt::string_view(format).data()), fmt::make_format_args(args...));
}

// A catalogue of messages as GNU gettext compiles it (.mo), read where it lies. It is found without
// the locales of the C library, which few machines have of Portuguese. Of messages that count
// things, the singular is the name, and the singular is for 1.
class Catalogue {
 public:
  // `mo` must stay. Throws Error(internal) when it is no catalogue of this machine's byte order.
  explicit Catalogue(std::string_view mo);

  // nullptr = there is none.
  const char* find(std::string_view text) const;
  const char* find_counted(std::string_view one, std::int64_t number) const;
  // What stands before the first message: "Plural-Forms: …", a line each.
  std::string_view header() const;
  const std::unordered_map<std::string_view, std::string_view>& messages() const {
    return messages_;
  }

 private:
  // By the first form; a translation holds its forms with a zero byte between.
  std::unordered_map<std::string_view, std::string_view> messages_;
};

// Those that are built in: of the program's texts (po/pt_BR.po), which are English, and of what the
// contracts say (po/contracts.en.po), which is Portuguese.
const Catalogue& portuguese_catalogue();
const Catalogue& contract_catalogue();

// What a contract says of itself or a part of it, in the reader's language; itself where nobody
// translated it, as of contracts of one's own.
std::string_view description_text(std::string_view description);

// What language people are spoken to in. Stored texts and JSON do not follow it.
enum class Language { english, portuguese };

// The value of an environment variable; empty when it is not set.
using LanguageVariables = std::function<std::optional<std::string>(std::string_view name)>;

// GDO_IDIOMA (pt_BR or en), else the locale: LC_ALL, LC_MESSAGES, LANG. What is neither is English.
Language language_of(const LanguageVariables& variables);
Language language_named(std::string_view name);

// Of this process: set before threads start, English until then.
void set_language(Language language);
// Of this thread's reader; without one (InReadersLanguage) that of the process.
Language language() noexcept;

// While it lives, this thread speaks to a reader who may have another language than the process.
class InReadersLanguage {
 public:
  explicit InReadersLanguage(Language language);
  ~InReadersLanguage();
  InReadersLanguage(const InReadersLanguage&) = delete;
  InReadersLanguage& operator=(const InReadersLanguage&) = delete;

 private:
  std::optional<Language> before_;
};

}  // namespace gdo
