#pragma once

#include <cstddef>
#include <string_view>

namespace gdo {

// What a file seems to be that is no JSON in UTF-8, by its first bytes. In Portuguese, for
// messages; empty when they do not tell. Both look at no more than kForeignHead bytes.
constexpr std::size_t kForeignHead = 8;

// "UTF-16" or "UTF-32".
std::string_view foreign_encoding(std::string_view head) noexcept;
// "um arquivo zip".
std::string_view foreign_format(std::string_view head) noexcept;

}  // namespace gdo
