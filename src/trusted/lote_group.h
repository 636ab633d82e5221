#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::trusted {

// The place of a file's rows among all deliveries, compared member by member: see arquivo.versao_*.
struct FileVersion {
  std::int64_t time_us = 0;    // 0 where the name's time is not believed
  std::int64_t object_us = 0;  // the object's own
  std::int64_t generation = 0;
  std::int64_t hash = 0;
};

// A file of a lote, as its rows are versioned and judged.
struct SourceFile {
  std::int64_t id = 0;
  std::string file_name;
  std::int64_t time_us = 0;  // dates are judged against it: microseconds since 1970, UTC
  FileVersion version;
};

struct PendingLote {
  std::int64_t id = 0;
  std::string processed_at;  // as SQL's timestamptz literal without quotes, UTC
  std::int64_t records = 0;  // rows in raw
  bool judged_before = false;
  std::vector<SourceFile> files;      // those with rows, by id
  std::vector<std::int64_t> retired;  // files that were taken back: their raw rows are left out
};

// Raw rows that one judgement takes at the most, unless a single lote is larger.
inline constexpr std::int64_t kRecordsAtOnce = 50'000;

// Lotes of one payload and tenant that are judged and published in one transaction.
struct LoteGroup {
  std::string payload;
  std::string tenant;
  std::vector<PendingLote> lotes;  // by id

  std::vector<std::int64_t> ids() const;
};

// Takes pending lotes that nobody works on, in the caller's open transaction, which holds them
// until it ends: one, or several small ones unless it is to be alone. Large ones come first, so
// that workers end at the same time. Empty when there are none.
std::optional<LoteGroup> take_pending(pg::Connection& in_transaction,
                                      const std::vector<std::string>& payloads,
                                      const std::vector<std::int64_t>& skipped, bool alone);

// Takes these lotes, all of one payload and tenant, waiting for whoever works on them.
LoteGroup take_lotes(pg::Connection& in_transaction, const std::vector<std::int64_t>& ids);

// Rows of the group went: an older one of their key may stand in any other lote of its payload and
// tenant. All of those wait again.
void requeue_lotes(pg::Connection& in_transaction, const LoteGroup& group);

// A row of raw_<payload>.
struct RawRow {
  std::int64_t file_id = 0;
  std::int64_t record_number = 0;
  std::int64_t byte_start = 0;
  std::string_view record;  // 64 readable bytes stand behind it; valid until the next row
};

// Streams a lote's rows file by file, each in the order of its records: as the table lies, where
// that is nearly so (several sessions that load into one table take its pages in turns), else
// sorted by the server. `restart` is called first, and again when it begins anew.
void read_raw_rows(pg::Connection& idle, const std::string& payload, const PendingLote& lote,
                   const std::function<void()>& restart,
                   const std::function<void(const RawRow&)>& row);

}  // namespace gdo::trusted
