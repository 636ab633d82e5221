#pragma once

#include <string>
#include <string_view>

// Text as people type it, made comparable. Every function takes UTF-8 (the decoder has checked it);
// on bytes that are not, it changes nothing it does not understand. Results are views of the
// argument or of `scratch`, valid until scratch is used again; ASCII text is never copied unless it
// changes.
namespace gdo::values {

// Unicode White_Space, and the invisible U+FEFF, U+200B and U+2060 that spreadsheets leave behind.
[[nodiscard]] std::string_view trim(std::string_view text);

// Every run of white space (tabs, line breaks, no-break spaces …) becomes one space.
[[nodiscard]] std::string_view collapse_spaces(std::string_view text, std::string& scratch);

// Normalisation form C: "a" + combining acute becomes "á".
[[nodiscard]] std::string_view to_nfc(std::string_view text, std::string& scratch);

// Simple case mapping of Unicode: "maçã" → "MAÇÃ".
[[nodiscard]] std::string_view to_upper(std::string_view text, std::string& scratch);

// The form in which code maps are looked up: trimmed, spaces collapsed, upper case, without
// accents. " Fêmea " and "FEMEA" are the same.
[[nodiscard]] std::string match_form(std::string_view text);

// White space at either end, or more than one at a time, or any but U+0020, or not form C: whether
// cleaning would change the text at all. Decides at a glance for ASCII.
[[nodiscard]] bool is_clean(std::string_view text);

// Number of code points.
[[nodiscard]] std::size_t length(std::string_view text);

// At most so many bytes of its beginning, without half a code point at the end.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t bytes);

// One JSON string's inside (between the quotes) unescaped into `out`.
struct Unescaped {
  std::string_view text;  // a view of `escaped` when nothing was escaped, else of `out`
  bool not_text = false;  // \u0000 or a lone surrogate: PostgreSQL's text cannot hold it. The text
                          // then has U+FFFD in its place
};
// escaped: valid JSON string content. `out` is overwritten when needed.
[[nodiscard]] Unescaped unescape_json(std::string_view escaped, std::string& out);

}  // namespace gdo::values
