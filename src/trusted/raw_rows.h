#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "pg/connection.h"
#include "trusted/lote_group.h"

namespace gdo::trusted {

// A row of raw_<payload>.
struct RawRow {
  std::int64_t file_id = 0;
  std::int64_t record_number = 0;
  std::int64_t byte_start = 0;
  std::string_view record;  // 64 readable bytes stand behind it; valid until the next row
};

// Streams a lote's rows file by file, each in the order of its records: as the table lies while
// that is so, else sorted (several sessions that load into one table take its pages in turns); a
// lote that makes more than one portion is sorted at once. `restart` is called first, and again
// when it begins anew.
void read_raw_rows(pg::Connection& idle, const std::string& payload, const PendingLote& lote,
                   const std::function<void()>& restart,
                   const std::function<void(const RawRow&)>& row);

}  // namespace gdo::trusted
