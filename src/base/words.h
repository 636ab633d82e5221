#pragma once

#include <cstddef>
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

// How many letters must be typed, dropped, changed or swapped to make one word of the other.
// Upper and lower case, '-' and '_' count as the same.
std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace gdo
