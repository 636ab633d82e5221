#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"
#include "trusted/held_rows.h"
#include "trusted/lote_counts.h"
#include "trusted/table_sql.h"

namespace gdo::trusted {

// The rows of one entity that a group has brought, all in memory: its own, and its children's in
// the order of EntitySql::children.
struct HeldEntity {
  HeldRows rows;
  std::vector<HeldRows> children;

  std::size_t bytes() const;
  void clear();
};

// Writes rows whose key is new straight into their table, once: no other row of the group may have
// the key, and the table must not. In the writer's open transaction. Rows are sent in the order of
// their encoded keys, so that two that do so never wait for each other in a circle.
class DirectRows {
 public:
  DirectRows(pg::Connection& writer, const EntitySql& sql, const HeldEntity& held);

  // Counts what it wrote in inseridos and filhos. True in the answer: the row was not written, and
  // is for staging, with its children. Partitions of all months must be there. `may` says of a row
  // whether it may go directly.
  std::vector<bool> write(const std::vector<bool>& may, LoteCounts& lote_counts);

 private:
  void sort_by_key();
  void leave_known();
  std::vector<std::size_t> known_among(const std::vector<std::size_t>& places);
  bool try_copy();
  void copy_children();
  void count(LoteCounts& lote_counts) const;
  std::string_view key(std::size_t place) const;
  std::string tenant() const;

  pg::Connection& writer_;
  const EntitySql& sql_;
  const HeldEntity& held_;
  std::vector<std::size_t> sorted_;
  std::vector<bool> left_;
};

}  // namespace gdo::trusted
