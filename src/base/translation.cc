#include "base/translation.h"

#include <atomic>
#include <cstring>

#include "base/error.h"
#include "embedded/traducoes.h"

namespace gdo {

const char* tr(const char* text) {
  if (language() == Language::english) return text;
  const char* const found = portuguese_catalogue().find(text);
  return found == nullptr ? text : found;
}

const char* tr_counted(const char* one, const char* many, std::int64_t number) {
  const char* const here = number == 1 ? one : many;
  if (language() == Language::english) return here;
  const char* const found = portuguese_catalogue().find_counted(one, number);
  return found == nullptr ? here : found;
}

namespace {

constexpr std::uint32_t kMagic = 0x950412de;
constexpr std::size_t kHeaderBytes = 20;

class MoReader {
 public:
  explicit MoReader(std::string_view mo) : mo_(mo) {
    if (mo.size() < kHeaderBytes || number_at(0) != kMagic) refuse();
  }

  std::uint32_t count() const { return number_at(8); }
  std::string_view name(std::uint32_t index) const { return text_at(number_at(12), index); }
  std::string_view translation(std::uint32_t index) const { return text_at(number_at(16), index); }

 private:
  [[noreturn]] static void refuse() {
    throw Error(ErrorKind::internal, "the built-in translations cannot be read");
  }

  std::uint32_t number_at(std::size_t offset) const {
    std::uint32_t number = 0;
    if (offset + sizeof number > mo_.size()) refuse();
    std::memcpy(&number, mo_.data() + offset, sizeof number);
    return number;
  }

  // A table holds a length and a place for each text; a zero byte follows the text.
  std::string_view text_at(std::size_t table, std::uint32_t index) const {
    const std::size_t length = number_at(table + index * 8);
    const std::size_t place = number_at(table + index * 8 + 4);
    if (place + length >= mo_.size()) refuse();
    return mo_.substr(place, length);
  }

  std::string_view mo_;
};

std::string_view first_form(std::string_view forms) { return forms.substr(0, forms.find('\0')); }

}  // namespace

Catalogue::Catalogue(std::string_view mo) {
  const MoReader reader(mo);
  messages_.reserve(reader.count());
  for (std::uint32_t i = 0; i < reader.count(); ++i) {
    messages_.emplace(first_form(reader.name(i)), reader.translation(i));
  }
}

const char* Catalogue::find(std::string_view text) const {
  const auto found = text.empty() ? messages_.end() : messages_.find(text);
  return found == messages_.end() || found->second.empty() ? nullptr : found->second.data();
}

const char* Catalogue::find_counted(std::string_view one, std::int64_t number) const {
  const char* const singular = find(one);
  if (singular == nullptr || number == 1) return singular;
  const std::string_view forms = messages_.at(one);
  const std::size_t end = forms.find('\0');
  return end == std::string_view::npos ? nullptr : singular + end + 1;
}

std::string_view Catalogue::header() const {
  const auto found = messages_.find("");
  return found == messages_.end() ? std::string_view() : found->second;
}

namespace {

std::string_view built_in(std::string_view path) {
  for (const auto& file : traducoes::files()) {
    if (file.path == path) return file.text;
  }
  throw Error(ErrorKind::internal, "there is no catalogue " + std::string(path));
}

}  // namespace

const Catalogue& portuguese_catalogue() {
  static const Catalogue catalogue(built_in("pt_BR.mo"));
  return catalogue;
}

const Catalogue& contract_catalogue() {
  static const Catalogue catalogue(built_in("contracts.en.mo"));
  return catalogue;
}

std::string_view description_text(std::string_view description) {
  if (language() == Language::portuguese) return description;
  const char* const found = contract_catalogue().find(description);
  return found == nullptr ? description : found;
}

namespace {

// Like the level of log lines: of the terminal that the process talks to.
std::atomic<Language> spoken{Language::english};
thread_local std::optional<Language> readers_language;

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

Language language() noexcept {
  return readers_language ? *readers_language : spoken.load(std::memory_order_relaxed);
}

InReadersLanguage::InReadersLanguage(Language language)
    : before_(std::exchange(readers_language, language)) {}

InReadersLanguage::~InReadersLanguage() { readers_language = before_; }

}  // namespace gdo
