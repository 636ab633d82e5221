#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gdo {

// Bytes that are no UTF-8 text travel in JSON and CSV like this (RFC 4648).
std::string base64(std::string_view bytes);

// The same for addresses and tokens: '-' and '_' in the place of '+' and '/', and no padding;
// nothing when a text is none of it.
std::string base64url(std::string_view bytes);
std::optional<std::string> bytes_of_base64url(std::string_view text);

// UTF-8 text between quotes, with whatever JSON wants escaped.
void append_json_string(std::string_view text, std::string& out);

// Two small digits a byte.
std::string hex_of(std::string_view bytes);
template <typename Bytes>
std::string hex_of(const Bytes& bytes) {
  return hex_of(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// The other way, small or capital digits; nothing when they are not all digits, or an odd number.
std::optional<std::string> bytes_of_hex(std::string_view hex);

// Text as a part of an address (RFC 3986): all but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

// Nothing where a % is not followed by two digits. plus_is_space: as forms write blanks.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

// A value of a CSV file (RFC 4180): quoted where it must be. An empty text is quoted: what is not
// there is written as nothing at all.
void append_csv_value(std::string_view text, char separator, std::string& out);

// Appends what a JSON string says: `escaped` is what stands between its quotes, valid by RFC 8259.
// False when PostgreSQL's text cannot hold it: \u0000, or a surrogate without its other half; each
// of these is appended as U+FFFD.
bool append_unescaped(std::string_view escaped, std::string& out);

// An identifier of SQL: in double quotes, those inside doubled.
std::string quote_identifier(std::string_view name);

// A literal of SQL, for statements that take no parameters: 'it''s'; the same whatever the server
// takes a backslash for. Throws Error(internal) for a NUL, which no text of SQL can hold.
std::string quoted_literal(std::string_view text);

// A value of libpq's connection strings: in single quotes, those and backslashes inside escaped.
std::string quoted_conninfo_value(std::string_view value);

}  // namespace gdo
