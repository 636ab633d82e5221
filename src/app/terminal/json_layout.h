#pragma once

#include <string>
#include <string_view>

namespace gdo::app {

// The document over several lines, for reading: only blanks and line feeds between its tokens
// change, numbers and strings stay as they are spelled. Takes any text, JSON or not.
std::string json_layout(std::string_view text);

}  // namespace gdo::app
