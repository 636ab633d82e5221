#pragma once

#include <cstddef>
#include <string_view>

namespace gdo::decode {

// What a file seems to be that is no JSON in UTF-8, by its first bytes. In Portuguese, for
// messages; empty when they do not show it. Both look at no more than kForeignHead bytes.
constexpr std::size_t kForeignHead = 512;

// "UTF-16" or "UTF-32".
std::string_view foreign_encoding(std::string_view head) noexcept;
// "um arquivo zip".
std::string_view foreign_format(std::string_view head) noexcept;

// Whether bytes that are no UTF-8 look like text of one byte a letter (Latin-1, Windows-1252): a
// letter above ASCII stands between letters of ASCII.
bool looks_like_latin1(std::string_view bytes) noexcept;

}  // namespace gdo::decode
