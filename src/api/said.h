#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/translation.h"

namespace gdo::api {

// A sentence in both languages of the API: who asks says which one they read. Never holds a secret
// or a stored value.
struct Text {
  std::string pt;
  std::string en;
};

// The English text, which stands in the code and is the message's name in po/pt_BR.po, and what the
// catalogue makes of it. `text` is a literal (scripts/update-po).
inline Text said(const char* text) {
  const char* const found = portuguese_catalogue().find(text);
  return {found == nullptr ? text : found, text};
}

// The same of a format and its arguments.
template <typename... Args>
Text saidf(fmt::format_string<Args...> format, Args&&... args) {
  const Text formats = said(fmt::string_view(format).data());
  return {fmt::vformat(formats.pt, fmt::make_format_args(args...)),
          fmt::vformat(formats.en, fmt::make_format_args(args...))};
}

}  // namespace gdo::api
