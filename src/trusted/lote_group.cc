#include "trusted/lote_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <utility>

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
constexpr std::size_t kWindowRows = 4096;  // rows of 1 kB lay up to 1,000 too far back
constexpr std::size_t kWindowBytes = 32U << 20U;
constexpr std::size_t kSlotBytesKept = kWindowBytes / kWindowRows;

std::string rows_query(const std::string& payload, const PendingLote& lote, bool sorted) {
  return fmt::format(trusted_sql::raw_rows, quote_identifier("raw_" + payload), lote.id,
                     quoted_literal(lote.processed_at),
                     sorted ? " ORDER BY arquivo_id, nr_registro" : "");
}

// Puts rows that come nearly in the order of their files and records into that order: so many wait
// for one that lies further back. Sessions that load into one table take its pages in turns, some
// twenty at a time.
class RowWindow {
 public:
  RowWindow(std::size_t rows, std::size_t bytes, const std::function<void(const RawRow&)>& sink)
      : rows_(rows), bytes_(bytes), sink_(sink) {}

  // False when the row belongs before one that was given out.
  bool add(const pg::CopyReader& reader) {
    const std::string_view bytes = reader.bytes(3);
    const Waiting row{reader.integer(0), reader.integer(1), reader.integer(2), free_slot()};
    if (std::pair(row.file_id, row.number) < last_) return false;
    slots_[row.slot].assign(bytes).append(kReadableBehind, ' ');
    held_ += bytes.size();
    heap_.push_back(row);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
    while (heap_.size() > rows_ || held_ > bytes_) give_first();
    return true;
  }

  void finish() {
    while (!heap_.empty()) give_first();
  }

 private:
  struct Waiting {
    std::int64_t file_id;
    std::int64_t number;
    std::int64_t byte_start;
    std::size_t slot;
    bool operator>(const Waiting& other) const {
      return std::pair(file_id, number) > std::pair(other.file_id, other.number);
    }
  };

  std::size_t free_slot() {
    if (free_.empty()) {
      slots_.emplace_back();
      return slots_.size() - 1;
    }
    const std::size_t slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void give_first() {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    const Waiting row = heap_.back();
    heap_.pop_back();
    std::string& slot = slots_[row.slot];
    const std::string_view record = std::string_view(slot).substr(0, slot.size() - kReadableBehind);
    held_ -= record.size();
    last_ = {row.file_id, row.number};
    sink_({row.file_id, row.number, row.byte_start, record});
    // Slots that have held large rows, each once, would be far more than what waits.
    if (slot.capacity() > kSlotBytesKept) std::string().swap(slot);
    free_.push_back(row.slot);
  }

  const std::size_t rows_;
  const std::size_t bytes_;
  const std::function<void(const RawRow&)>& sink_;
  std::vector<Waiting> heap_;  // the first in order on top
  std::deque<std::string> slots_;
  std::vector<std::size_t> free_;
  std::size_t held_ = 0;
  std::pair<std::int64_t, std::int64_t> last_{0, 0};
};

// False when a row comes too late for the window.
bool stream(pg::Connection& connection, const std::string& query, std::size_t window_rows,
            const std::function<void(const RawRow&)>& sink) {
  pg::CopyReader reader(connection, query);
  RowWindow window(window_rows, kWindowBytes, sink);
  while (reader.next()) {
    if (!window.add(reader)) return false;
  }
  window.finish();
  return true;
}

}  // namespace

void read_raw_rows(pg::Connection& idle, const std::string& payload, const PendingLote& lote,
                   const std::function<void()>& restart,
                   const std::function<void(const RawRow&)>& row) {
  restart();
  if (stream(idle, rows_query(payload, lote, false), kWindowRows, row)) return;
  restart();
  (void)stream(idle, rows_query(payload, lote, true), 0, row);
}

}  // namespace gdo::trusted
