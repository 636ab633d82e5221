#include "trusted/raw_rows.h"

#include <fmt/format.h>

#include <cstring>
#include <unordered_set>

#include "contract/ddl/sql_text.h"
#include "embedded/trusted_sql.h"
#include "pg/copy_reader.h"

namespace gdo::trusted {
namespace {

constexpr std::size_t kReadableBehind = 64;

std::string rows_query(const std::string& payload, const PendingLote& lote, bool sorted) {
  return fmt::format(trusted_sql::raw_rows, contract::quote_identifier("raw_" + payload), lote.id,
                     contract::sql_literal(lote.processed_at),
                     sorted ? " ORDER BY arquivo_id, nr_registro" : "");
}

// False when a file's rows do not come together and in their order.
bool stream(pg::Connection& connection, const std::string& query, bool trust_order,
            const std::function<void(const RawRow&)>& sink) {
  pg::CopyReader reader(connection, query);
  std::string padded;
  RawRow row;
  std::unordered_set<std::int64_t> files;
  std::int64_t last_file = 0;
  std::int64_t last_number = 0;
  while (reader.next()) {
    row.file_id = reader.integer(0);
    row.record_number = reader.integer(1);
    row.byte_start = reader.integer(2);
    const bool ordered = row.file_id == last_file ? row.record_number > last_number
                                                  : files.insert(row.file_id).second;
    if (!ordered && !trust_order) return false;
    last_file = row.file_id;
    last_number = row.record_number;
    const std::string_view bytes = reader.bytes(3);
    if (padded.size() < bytes.size() + kReadableBehind) {
      padded.resize(bytes.size() * 2 + kReadableBehind);
    }
    std::memcpy(padded.data(), bytes.data(), bytes.size());
    std::memset(padded.data() + bytes.size(), ' ', kReadableBehind);
    row.record = std::string_view(padded.data(), bytes.size());
    sink(row);
  }
  return true;
}

}  // namespace

void read_raw_rows(pg::Connection& idle, const std::string& payload, const PendingLote& lote,
                   const std::function<void()>& restart,
                   const std::function<void(const RawRow&)>& row) {
  restart();
  if (lote.records <= kRecordsAtOnce) {
    if (stream(idle, rows_query(payload, lote, false), false, row)) return;
    restart();
  }
  (void)stream(idle, rows_query(payload, lote, true), true, row);
}

}  // namespace gdo::trusted
