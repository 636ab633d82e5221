#include "pg/result.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>

#include "base/error.h"

namespace gdo::pg {
namespace {

[[noreturn]] void fail_conversion(const Result& result, int column, const char* type) {
  throw Error(ErrorKind::internal,
              fmt::format("column \"{}\" of a result is no {}", result.column_name(column), type));
}

}  // namespace

void Result::Clear::operator()(PGresult* result) const { PQclear(result); }

Result::Result(PGresult* result) : result_(result) {}

int Result::rows() const { return PQntuples(result_.get()); }

int Result::columns() const { return PQnfields(result_.get()); }

void Result::check(int row, int column) const {
  if (row >= 0 && row < rows() && column >= 0 && column < columns()) return;
  throw Error(ErrorKind::internal, fmt::format("asked for row {} column {} of a result of {} x {}",
                                               row, column, rows(), columns()));
}

bool Result::is_null(int row, int column) const {
  check(row, column);
  return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Result::text(int row, int column) const {
  check(row, column);
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::integer(int row, int column) const {
  const std::string_view digits = text(row, column);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    fail_conversion(*this, column, "integer");
  }
  return value;
}

bool Result::boolean(int row, int column) const {
  const std::string_view value = text(row, column);
  if (value != "t" && value != "f") fail_conversion(*this, column, "boolean");
  return value == "t";
}

std::optional<std::string> Result::optional_text(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return std::string(text(row, column));
}

std::int64_t Result::affected() const {
  const std::string_view count = PQcmdTuples(result_.get());
  std::int64_t value = 0;
  std::from_chars(count.data(), count.data() + count.size(), value);
  return value;
}

std::string_view Result::column_name(int column) const {
  const char* name = PQfname(result_.get(), column);
  return name == nullptr ? std::string_view() : std::string_view(name);
}

}  // namespace gdo::pg
