#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

typedef struct pg_result PGresult;  // NOLINT(modernize-use-using): libpq's own declaration

namespace gdo::pg {

// Rows a statement returned, in text format. Rows and columns count from 0; asking for one that is
// not there throws Error(internal).
class Result {
 public:
  explicit Result(PGresult* result);  // owns it from now on
  int rows() const;
  int columns() const;
  bool is_null(int row, int column) const;
  std::string_view text(int row, int column) const;  // valid while the Result lives; "" for NULL
  std::int64_t integer(int row, int column) const;   // throws Error(internal) when it is none
  bool boolean(int row, int column) const;           // throws Error(internal) when it is none
  std::optional<std::string> optional_text(int row, int column) const;
  // Rows changed by INSERT, UPDATE or DELETE, sent by COPY, or returned by SELECT; else 0.
  std::int64_t affected() const;
  std::string_view column_name(int column) const;

 private:
  struct Clear {
    void operator()(PGresult* result) const;
  };
  void check(int row, int column) const;

  std::unique_ptr<PGresult, Clear> result_;
};

}  // namespace gdo::pg
