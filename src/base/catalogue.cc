#include "base/catalogue.h"

#include <cstring>

#include "base/error.h"
#include "embedded/traducoes.h"

namespace gdo {
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

const Catalogue& portuguese_catalogue() {
  static const Catalogue catalogue(traducoes::files().front().text);
  return catalogue;
}

}  // namespace gdo
