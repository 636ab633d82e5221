#pragma once

#include <string>
#include <string_view>

namespace gdo::app {

// What a check of the audit found wrong, in the reader's language: the detail is Portuguese, and
// names the first such thing; other readers get what the check looks at. Empty = no such check.
std::string check_words(std::string_view check, std::string_view detail);

}  // namespace gdo::app
