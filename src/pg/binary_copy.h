#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "pg/byte_buffer.h"
#include "pg/connection.h"
#include "pg/numeric_encoding.h"

namespace gdo::pg {

// Rows in PostgreSQL's binary COPY format, built without a connection, so that a decoding thread
// can fill it while another sends the one before. Knows where each row starts, so that a refused
// batch can be sent again in parts. The format: PostgreSQL's manual, COPY, "Binary Format".
//
// A row is begin_row() and then one call for each field, in the order and with the exact types of
// the COPY's columns: the server checks lengths, not meanings.
class BinaryRows {
 public:
  void begin_row(std::int16_t fields) {
    starts_.push_back(buffer_.size());
    store_big_endian(buffer_.extend(sizeof fields), fields);
  }
  void null() { store_big_endian(buffer_.extend(4), std::int32_t{-1}); }
  void boolean(bool value) { fixed(static_cast<std::uint8_t>(value ? 1 : 0)); }
  void int2(std::int16_t value) { fixed(value); }
  void int4(std::int32_t value) { fixed(value); }
  void int8(std::int64_t value) { fixed(value); }
  void float8(double value) { fixed(std::bit_cast<std::int64_t>(value)); }
  // text, varchar, json (bytes as they are), bytea. Throws Error(internal) for 1 GB or more.
  void text(std::string_view value) {
    if (value.size() >= kLongest) [[unlikely]] {
      refuse_long();
    }
    char* out = buffer_.extend(4 + value.size());
    out = store_big_endian(out, static_cast<std::int32_t>(value.size()));
    if (!value.empty()) std::memcpy(out, value.data(), value.size());
  }
  void jsonb(std::string_view value) {
    if (value.size() >= kLongest) [[unlikely]] {
      refuse_long();
    }
    char* out = buffer_.extend(5 + value.size());
    out = store_big_endian(out, static_cast<std::int32_t>(value.size() + 1));
    *out++ = 1;  // the format's version
    if (!value.empty()) std::memcpy(out, value.data(), value.size());
  }
  void date(std::int32_t days_since_1970) { fixed(days_since_1970 - kDaysTo2000); }
  void timestamptz(std::int64_t microseconds_since_1970) {
    fixed(microseconds_since_1970 - kMicrosecondsTo2000);
  }
  // Plain decimal text: -?digits[.digits], exact; else throws Error(internal), see
  // is_numeric_text().
  void numeric(std::string_view decimal) { append_numeric(buffer_, decimal); }
  // Takes the row begun last away again.
  void abandon_row() {
    buffer_.cut(starts_.back());
    starts_.pop_back();
  }

  std::size_t rows() const { return starts_.size(); }
  std::size_t bytes() const { return buffer_.size(); }
  // The encoded rows [first, last): what CopyWriter::send takes. Valid until the next change.
  std::string_view slice(std::size_t first, std::size_t last) const;
  std::string_view all() const { return buffer_.view(); }
  void clear();  // keeps the memory

  static constexpr std::int32_t kDaysTo2000 = 10957;
  static constexpr std::int64_t kMicrosecondsTo2000 = 946684800000000;

 private:
  template <typename T>
  void fixed(T value) {
    char* out = buffer_.extend(4 + sizeof value);
    store_big_endian(store_big_endian(out, static_cast<std::int32_t>(sizeof value)), value);
  }
  [[noreturn]] static void refuse_long();

  static constexpr std::size_t kLongest = (std::size_t{1} << 30U) - 1;
  ByteBuffer buffer_;
  std::vector<std::size_t> starts_;
};

// COPY … FROM STDIN (FORMAT binary). The destructor cancels a COPY that was not finished; the
// connection stays usable.
class CopyWriter {
 public:
  // target: table and column list as SQL, identifiers already quoted: "raw_x_2026_11" ("a", "b")
  CopyWriter(Connection& connection, const std::string& target);
  ~CopyWriter();
  CopyWriter(const CopyWriter&) = delete;
  CopyWriter& operator=(const CopyWriter&) = delete;

  // Whole rows, or any part of them, as long as the parts come in order. A refused row may show
  // here, later, or in finish(); then the COPY is over.
  void send(std::string_view encoded_rows);
  // Rows stored. Throws what the server says of the whole COPY.
  std::int64_t finish();

 private:
  [[noreturn]] void fail();

  Connection& connection_;
  std::string doing_;
  bool open_ = true;
};

}  // namespace gdo::pg
