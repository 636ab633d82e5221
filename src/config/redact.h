#pragma once

#include <string>
#include <string_view>

namespace gdo::config {

inline constexpr std::string_view kRedacted = "********";

// The text with every password it holds replaced by asterisks: user:password@ in a URI, and
// password=… as a query parameter or a libpq keyword. Anything else stays as it is.
std::string redact_uri(std::string_view text);

}  // namespace gdo::config
