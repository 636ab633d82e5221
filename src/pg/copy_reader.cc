#include "pg/copy_reader.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <bit>
#include <memory>

#include "pg/binary_copy.h"
#include "pg/byte_buffer.h"
#include "pg/numeric_encoding.h"
#include "pg/sqlstate.h"

namespace gdo::pg {
namespace {

using ResultHandle = std::unique_ptr<PGresult, void (*)(PGresult*)>;

[[noreturn]] void fail_format() {
  throw Error(ErrorKind::internal, "the server sent rows in a form that is not binary COPY");
}

[[noreturn]] void fail_field(int column, std::string_view what) {
  throw Error(ErrorKind::internal, fmt::format("column {} of a row {}", column, what));
}

template <typename T>
T take(std::string_view& bytes) {
  if (bytes.size() < sizeof(T)) fail_format();
  const T value = load_big_endian<T>(bytes.data());
  bytes.remove_prefix(sizeof(T));
  return value;
}

}  // namespace

CopyReader::CopyReader(Connection& connection, const std::string& query)
    : connection_(connection), doing_("cannot read " + abbreviated_sql(query)) {
  const std::string sql = fmt::format("COPY ({}) TO STDOUT (FORMAT binary)", query);
  const ResultHandle result(PQexec(connection_.native(), sql.c_str()), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COPY_OUT) {
    throw failure(connection_.native(), result.get(), doing_);
  }
}

CopyReader::~CopyReader() {
  release();
  if (!open_) return;
  connection_.canceller().cancel();
  while (PQgetCopyData(connection_.native(), &message_, 0) > 0) release();
  while (PGresult* rest = PQgetResult(connection_.native())) PQclear(rest);
}

void CopyReader::release() {
  PQfreemem(message_);
  message_ = nullptr;
}

// The next message of the server; false after the last.
bool CopyReader::fetch() {
  release();
  const int length = PQgetCopyData(connection_.native(), &message_, 0);
  if (length > 0) {
    unread_ = {message_, static_cast<std::size_t>(length)};
    return true;
  }
  open_ = false;
  const ResultHandle result(PQgetResult(connection_.native()), PQclear);
  while (PGresult* rest = PQgetResult(connection_.native())) PQclear(rest);
  if (length == -1 && PQresultStatus(result.get()) == PGRES_COMMAND_OK) return false;
  throw failure(connection_.native(), result.get(), doing_);
}

void CopyReader::skip_header() {
  constexpr std::size_t kSignature = 11;
  if (unread_.size() < kSignature || !unread_.starts_with("PGCOPY\n")) fail_format();
  unread_.remove_prefix(kSignature);
  take<std::int32_t>(unread_);  // flags
  const auto extension = static_cast<std::size_t>(take<std::int32_t>(unread_));
  if (extension > unread_.size()) fail_format();
  unread_.remove_prefix(extension);
  header_read_ = true;
}

void CopyReader::split_row() {
  const auto count = take<std::int16_t>(unread_);
  fields_.clear();
  for (int i = 0; i < count; ++i) {
    const auto length = take<std::int32_t>(unread_);
    if (length < 0) {
      fields_.emplace_back();
      continue;
    }
    const auto size = static_cast<std::size_t>(length);
    if (size > unread_.size()) fail_format();
    fields_.push_back(unread_.substr(0, size));
    unread_.remove_prefix(size);
  }
}

bool CopyReader::next() {
  fields_.clear();
  while (open_) {
    if (unread_.empty() && !fetch()) return false;
    if (!header_read_) skip_header();
    if (unread_.empty()) continue;
    if (load_big_endian<std::int16_t>(unread_.data()) >= 0) {
      split_row();
      return true;
    }
    unread_ = {};  // the trailer
  }
  return false;
}

std::string_view CopyReader::field(int column) const {
  if (column < 0 || column >= columns()) fail_field(column, "is not there");
  return fields_[static_cast<std::size_t>(column)];
}

std::string_view CopyReader::value(int column) const {
  const std::string_view bytes = field(column);
  if (bytes.data() == nullptr) fail_field(column, "is NULL");
  return bytes;
}

template <typename T>
T CopyReader::fixed(int column) const {
  const std::string_view bytes = value(column);
  if (bytes.size() != sizeof(T)) fail_field(column, "has another type than asked for");
  return load_big_endian<T>(bytes.data());
}

std::string_view CopyReader::bytes(int column) const { return value(column); }

std::string_view CopyReader::jsonb(int column) const {
  const std::string_view bytes = value(column);
  if (!bytes.starts_with('\1')) fail_field(column, "is not jsonb");
  return bytes.substr(1);
}

std::int64_t CopyReader::integer(int column) const {
  switch (value(column).size()) {
    case 2:
      return fixed<std::int16_t>(column);
    case 4:
      return fixed<std::int32_t>(column);
    default:
      return fixed<std::int64_t>(column);
  }
}

bool CopyReader::boolean(int column) const { return fixed<std::uint8_t>(column) != 0; }

double CopyReader::float8(int column) const {
  return std::bit_cast<double>(fixed<std::int64_t>(column));
}

std::int32_t CopyReader::date(int column) const {
  return fixed<std::int32_t>(column) + BinaryRows::kDaysTo2000;
}

std::int64_t CopyReader::timestamptz(int column) const {
  return fixed<std::int64_t>(column) + BinaryRows::kMicrosecondsTo2000;
}

std::string CopyReader::numeric(int column) const { return numeric_text(value(column)); }

}  // namespace gdo::pg
