#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pg/binary_copy.h"
#include "pg/byte_buffer.h"

namespace gdo::trusted {

// Where the item of an encoded row came from.
struct RowOrigin {
  std::int64_t lote_id = 0;
  std::int64_t file_id = 0;
  std::int64_t record_number = 0;
  std::int32_t item_number = 0;
  std::size_t parent = 0;  // of a child's row: the place of its parent's among those held
};

// Encoded rows of one table that wait in memory, with the origin of each.
struct HeldRows {
  pg::BinaryRows rows;
  std::vector<RowOrigin> origins;

  std::size_t count() const { return origins.size(); }
  std::string_view row(std::size_t place) const { return rows.slice(place, place + 1); }
  void clear() {
    rows.clear();
    origins.clear();
  }
  // Takes away the rows that the lote brought last.
  void drop_lote(std::int64_t lote_id) {
    while (!origins.empty() && origins.back().lote_id == lote_id) {
      rows.abandon_row();
      origins.pop_back();
    }
  }
};

// Reads the fields of an encoded row one after the other.
class EncodedFields {
 public:
  explicit EncodedFields(std::string_view row) : row_(row), at_(2) {}

  // The next field as it is encoded, with its length before it.
  std::string_view next() {
    const std::size_t begin = at_;
    const std::int32_t length = pg::load_big_endian<std::int32_t>(row_.data() + at_);
    at_ += 4 + (length > 0 ? static_cast<std::size_t>(length) : 0);
    return row_.substr(begin, at_ - begin);
  }
  // The bytes up to where it has come, without the number of fields.
  std::string_view passed() const { return row_.substr(2, at_ - 2); }
  static bool is_null(std::string_view field) {
    return field.size() == 4 && static_cast<unsigned char>(field[0]) == 0xFF;
  }

 private:
  std::string_view row_;
  std::size_t at_;
};

// The first fields of a row: of one of ours, its key.
inline std::string_view first_fields(std::string_view row, std::size_t fields) {
  EncodedFields all(row);
  for (std::size_t i = 0; i < fields; ++i) (void)all.next();
  return all.passed();
}

// Gathers rows from all over a buffer into pieces that are worth sending.
class Gathering {
 public:
  explicit Gathering(pg::CopyWriter& copy) : copy_(copy) {}
  void add(std::string_view bytes) {
    piece_ += bytes;
    if (piece_.size() >= kPieceBytes) send();
  }
  void send() {
    if (!piece_.empty()) copy_.send(piece_);
    piece_.clear();
  }

 private:
  static constexpr std::size_t kPieceBytes = 256U << 10U;

  pg::CopyWriter& copy_;
  std::string piece_;
};

}  // namespace gdo::trusted
