#pragma once

#include <string>
#include <string_view>

namespace gdo::app {

enum class Style { plain, bold, dim, good, warning, bad, accent };

// The text in its colours, or as it is when the terminal shows none.
std::string styled(std::string_view text, Style style, bool colour);

}  // namespace gdo::app
