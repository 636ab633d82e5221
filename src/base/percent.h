#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gdo {

// Text as a part of an address (RFC 3986): all but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

// Nothing where a % is not followed by two digits. plus_is_space: as forms write blanks.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace gdo
