#pragma once

#include <string>
#include <string_view>

#include "pg/byte_buffer.h"

namespace gdo::pg {

// PostgreSQL's binary numeric: digits of base 10,000 with weight, sign and display scale. Source:
// numeric_recv and numeric_send in PostgreSQL's src/backend/utils/adt/numeric.c.

// Whether `decimal` is -?digits[.digits] and no longer than a numeric may be: 131,072 digits before
// the point and 16,383 behind it, leading zeros apart.
bool is_numeric_text(std::string_view decimal);

// Appends length and value as a field of a binary COPY row; every digit is kept, also zeros behind
// the point. Appends nothing and throws Error(internal) unless is_numeric_text(decimal).
void append_numeric(ByteBuffer& buffer, std::string_view decimal);

// The decimal text of a binary value, as the server would print it. Throws Error(internal) for
// bytes that are none.
std::string numeric_text(std::string_view binary);

}  // namespace gdo::pg
