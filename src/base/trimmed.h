#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gdo {

// Without the blanks (or the letters that are given) around it.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n");

// With A to Z in small letters; other bytes stay, whatever the locale.
std::string lowercase(std::string_view text);

// The parts between separators, at least one.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace gdo
