#pragma once

#include <string>
#include <string_view>

namespace gdo {

// Whether the bytes are UTF-8 without 0x00: what PostgreSQL's text can hold.
bool is_storable_text(std::string_view bytes) noexcept;

// The same bytes where they are storable text; else each offending byte written as \xHH. For names
// that come from outside (object names, host names), never for payloads.
std::string storable_text(std::string_view bytes);

// What storable_text() was made from. A name that itself holds such a \xHH comes back as the byte.
std::string bytes_of_stored_text(std::string_view text);

}  // namespace gdo
