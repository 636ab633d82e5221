#pragma once

#include <string>
#include <string_view>

namespace gdo {

// A value of a CSV file (RFC 4180): quoted where it must be. An empty text is quoted: what is not
// there is written as nothing at all.
void append_csv_value(std::string_view text, char separator, std::string& out);

}  // namespace gdo
