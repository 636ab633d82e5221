#include "trusted/lote_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_set>

#include "base/encodings.h"
#include "contract/ddl/sql_text.h"
#include "embedded/trusted_sql.h"
#include "pg/copy_reader.h"

namespace gdo::trusted {
namespace {

constexpr std::int64_t kLotesAtOnce = 500;

constexpr const char* kColumns =
    "id, to_char(data_processamento AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US\"+00\"'), "
    "registros_carregados, trusted_em IS NOT NULL, tipo_payload, token_cliente";

PendingLote lote_in(const pg::Result& rows, int row) {
  PendingLote lote;
  lote.id = rows.integer(row, 0);
  lote.processed_at = rows.text(row, 1);
  lote.records = rows.integer(row, 2);
  lote.judged_before = rows.boolean(row, 3);
  return lote;
}

void add_files(pg::Connection& connection, LoteGroup& group) {
  std::map<std::int64_t, PendingLote*> by_id;
  for (PendingLote& lote : group.lotes) by_id[lote.id] = &lote;
  const auto found =
      connection.query(trusted_sql::files_of_lotes, {pg::integer_array(group.ids())});
  for (int row = 0; row < found.rows(); ++row) {
    PendingLote& lote = *by_id.at(found.integer(row, 0));
    if (found.boolean(row, 8)) {
      lote.retired.push_back(found.integer(row, 1));
      continue;
    }
    const std::int64_t time_us = found.integer(row, 3);
    lote.files.push_back({found.integer(row, 1),
                          std::string(found.text(row, 2)),
                          time_us,
                          {.time_us = found.boolean(row, 4) ? 0 : time_us,
                           .object_us = found.integer(row, 5),
                           .generation = found.integer(row, 6),
                           .hash = found.integer(row, 7)}});
  }
}

// Further small lotes of the first one's payload and tenant.
void add_small_ones(pg::Connection& connection, LoteGroup& group,
                    const std::vector<std::int64_t>& skipped) {
  const std::int64_t room = kRecordsAtOnce - group.lotes.front().records;
  if (room <= 0) return;
  const auto more = connection.query(
      std::string("SELECT ") + kColumns + " " + std::string(trusted_sql::take_small_lotes),
      {group.payload, group.tenant, group.lotes.front().id, room, kLotesAtOnce,
       pg::integer_array(skipped)});
  for (int row = 0; row < more.rows(); ++row) group.lotes.push_back(lote_in(more, row));
}

}  // namespace

std::vector<std::int64_t> LoteGroup::ids() const {
  std::vector<std::int64_t> ids;
  for (const PendingLote& lote : lotes) ids.push_back(lote.id);
  return ids;
}

std::optional<LoteGroup> take_pending(pg::Connection& in_transaction,
                                      const std::vector<std::string>& payloads,
                                      const std::vector<std::int64_t>& skipped, bool alone) {
  const auto first = in_transaction.query(
      std::string("SELECT ") + kColumns + " " + std::string(trusted_sql::take_lotes),
      {pg::text_array(payloads), pg::integer_array(skipped), kRecordsAtOnce});
  if (first.rows() == 0) return std::nullopt;
  LoteGroup group;
  group.payload = first.text(0, 4);
  group.tenant = first.text(0, 5);
  group.lotes.push_back(lote_in(first, 0));
  if (!alone) add_small_ones(in_transaction, group, skipped);
  add_files(in_transaction, group);
  return group;
}

LoteGroup take_lotes(pg::Connection& in_transaction, const std::vector<std::int64_t>& ids) {
  LoteGroup group;
  const auto found =
      in_transaction.query(std::string("SELECT ") + kColumns +
                               " FROM lote WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE",
                           {pg::integer_array(ids)});
  for (int row = 0; row < found.rows(); ++row) {
    group.payload = found.text(row, 4);
    group.tenant = found.text(row, 5);
    group.lotes.push_back(lote_in(found, row));
  }
  add_files(in_transaction, group);
  return group;
}

void requeue_lotes(pg::Connection& in_transaction, const LoteGroup& group) {
  in_transaction.query(trusted_sql::requeue_lotes,
                       {group.payload, group.tenant, pg::integer_array(group.ids())});
}

namespace {

constexpr std::size_t kReadableBehind = 64;

std::string rows_query(const std::string& payload, const PendingLote& lote, bool sorted) {
  return fmt::format(trusted_sql::raw_rows, quote_identifier("raw_" + payload), lote.id,
                     quoted_literal(lote.processed_at),
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
