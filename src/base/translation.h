#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
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

template <typename... Args>
std::string trn(std::int64_t number, fmt::format_string<Args...> one,
                fmt::format_string<Args...> many, Args&&... args) {
  return fmt::vformat(
      tr_counted(fmt::string_view(one).data(), fmt::string_view(many).data(), number),
      fmt::make_format_args(args...));
}

}  // namespace gdo
