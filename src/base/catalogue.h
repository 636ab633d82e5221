#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gdo {

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

// The one that is built in (po/pt_BR.po).
const Catalogue& portuguese_catalogue();

}  // namespace gdo
