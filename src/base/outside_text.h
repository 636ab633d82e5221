#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Text that came from outside, for PostgreSQL and for a terminal.
namespace gdo {

// Whether the bytes are UTF-8 without 0x00: what PostgreSQL's text can hold.
bool is_storable_text(std::string_view bytes) noexcept;

// The same bytes where they are storable text; else each offending byte written as \xHH. For names
// that come from outside (object names, host names), never for payloads.
std::string storable_text(std::string_view bytes);

// What storable_text() was made from. A name that itself holds such a \xHH comes back as the byte.
std::string bytes_of_stored_text(std::string_view text);

// Whether a terminal may be sent this code point: not a control character (also C1), nor one that
// ends or turns around a line.
bool is_printable(std::int32_t code_point) noexcept;

// The text without what would move the cursor or change colours: what is not printable, or not
// UTF-8, becomes '?'. For names that came from outside.
std::string printable(std::string_view text);

}  // namespace gdo
