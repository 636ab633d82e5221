#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::pg {

// Rows of a query, streamed in PostgreSQL's binary format: memory does not grow with their number.
// The connection does nothing else meanwhile. The destructor stops the server's sending and leaves
// the connection usable (its transaction, if rows were left unread, has failed).
class CopyReader {
 public:
  // COPY takes no parameters: whatever varies in the query must be a number or a quoted identifier.
  CopyReader(Connection& connection, const std::string& query);
  ~CopyReader();
  CopyReader(const CopyReader&) = delete;
  CopyReader& operator=(const CopyReader&) = delete;

  // Moves to the next row; false after the last. What the functions below return as a view is valid
  // until the next call.
  [[nodiscard]] bool next();

  int columns() const { return static_cast<int>(fields_.size()); }
  bool is_null(int column) const { return field(column).data() == nullptr; }
  // These throw Error(internal) when the column is NULL, is not there or has another width.
  std::string_view bytes(int column) const;  // text, varchar, json, bytea
  std::string_view jsonb(int column) const;  // its text
  std::int64_t integer(int column) const;    // smallint, integer, bigint
  bool boolean(int column) const;
  double float8(int column) const;
  std::int32_t date(int column) const;         // days since 1970
  std::int64_t timestamptz(int column) const;  // microseconds since 1970, UTC
  std::string numeric(int column) const;       // decimal text

 private:
  std::string_view field(int column) const;
  std::string_view value(int column) const;
  template <typename T>
  T fixed(int column) const;
  void split_row();
  void skip_header();
  bool fetch();
  void release();

  Connection& connection_;
  std::string doing_;
  char* message_ = nullptr;               // libpq's
  std::string_view unread_;               // of message_
  std::vector<std::string_view> fields_;  // of the row; data() == nullptr is NULL
  bool header_read_ = false;
  bool open_ = true;
};

}  // namespace gdo::pg
