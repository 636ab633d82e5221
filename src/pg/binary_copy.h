#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::pg {

// Rows in PostgreSQL's binary COPY format, built without a connection, so that a decoding thread can
// fill it while another sends the one before. Knows where each row starts, so that a refused batch
// can be sent again in parts.
class BinaryRows {
 public:
  void begin_row(std::int16_t fields);
  void null();
  void boolean(bool value);
  void int2(std::int16_t value);
  void int4(std::int32_t value);
  void int8(std::int64_t value);
  void float8(double value);
  void text(std::string_view value);   // text, varchar, json (bytes as they are), bytea
  void jsonb(std::string_view value);
  void date(std::int32_t days_since_1970);
  void timestamptz(std::int64_t microseconds_since_1970);
  void numeric(std::string_view decimal);  // plain decimal text: -?digits[.digits]; exact
  // Takes the row begun last away again.
  void abandon_row();

  std::size_t rows() const { return starts_.size(); }
  std::size_t bytes() const { return buffer_.size(); }
  // The encoded rows [first, last): what CopyWriter::send takes.
  std::string_view slice(std::size_t first, std::size_t last) const;
  std::string_view all() const { return buffer_; }
  void clear();  // keeps the memory

 private:
  std::string buffer_;
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

  void send(std::string_view encoded_rows);
  // Rows stored. Throws what the server says of the whole COPY.
  std::int64_t finish();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace gdo::pg
