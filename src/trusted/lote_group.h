#pragma once

#include <cstdint>
#include <optional>
#include <string>
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

}  // namespace gdo::trusted
