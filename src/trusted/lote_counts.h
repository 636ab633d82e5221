#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace gdo::trusted {

// What became of the items of one lote and entity: a row of lote_entidade.
struct EntityCounts {
  std::int64_t items = 0;
  std::int64_t accepted = 0;
  std::int64_t with_warnings = 0;
  std::int64_t rejected = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t superseded = 0;
  std::int64_t children = 0;

  EntityCounts& operator+=(const EntityCounts& other) {
    items += other.items;
    accepted += other.accepted;
    with_warnings += other.with_warnings;
    rejected += other.rejected;
    inserted += other.inserted;
    updated += other.updated;
    superseded += other.superseded;
    children += other.children;
    return *this;
  }
};

// By lote and entity; "" = records of no known shape.
using LoteCounts = std::map<std::pair<std::int64_t, std::string>, EntityCounts>;

}  // namespace gdo::trusted
