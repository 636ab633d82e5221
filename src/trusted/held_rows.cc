#include "trusted/held_rows.h"

#include "pg/byte_buffer.h"

namespace gdo::trusted {

std::string_view EncodedFields::next() {
  const std::size_t begin = at_;
  const std::int32_t length = pg::load_big_endian<std::int32_t>(row_.data() + at_);
  at_ += 4 + (length > 0 ? static_cast<std::size_t>(length) : 0);
  return row_.substr(begin, at_ - begin);
}

std::string_view first_fields(std::string_view row, std::size_t fields) {
  EncodedFields all(row);
  for (std::size_t i = 0; i < fields; ++i) (void)all.next();
  return all.passed();
}

}  // namespace gdo::trusted
