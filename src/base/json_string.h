#pragma once

#include <string>
#include <string_view>

namespace gdo {

// Appends what a JSON string says: `escaped` is what stands between its quotes, valid by RFC 8259.
// False when PostgreSQL's text cannot hold it: \u0000, or a surrogate without its other half; each
// of these is appended as U+FFFD.
bool append_unescaped(std::string_view escaped, std::string& out);

}  // namespace gdo
