#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gdo {

// Whether a terminal may be sent this code point: not a control character (also C1), nor one that
// ends or turns around a line.
bool is_printable(std::int32_t code_point) noexcept;

// The text without what would move the cursor or change colours: what is not printable, or not
// UTF-8, becomes '?'. For names that came from outside.
std::string printable(std::string_view text);

}  // namespace gdo
