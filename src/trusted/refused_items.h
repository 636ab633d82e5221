#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "judge/findings.h"
#include "pg/connection.h"
#include "trusted/publication.h"
#include "trusted/staging.h"

namespace gdo::trusted {

// One item among all that were delivered; nr_item 0 = every item of the record.
struct ItemPlace {
  std::int64_t file_id = 0;
  std::int64_t record_number = 0;
  std::int64_t item_number = 0;
  auto operator<=>(const ItemPlace&) const = default;
};

// Finds items that PostgreSQL refuses: portions of them are published, and rolled back. In the
// writer's open transaction; changes nothing in the end.
class RefusedItems {
 public:
  // All must outlive it. portion: items that are tried together.
  RefusedItems(pg::Connection& writer, Staging& staging, Publication& publication,
               PublicationTime time, std::string tenant, std::size_t portion);

  void add(const judge::ItemVerdict& item, const ItemOrigin& origin);
  // Tries what is left. The items of all portions that were refused.
  std::set<ItemPlace> take();

 private:
  void begin();
  void end();
  void roll_back();

  pg::Connection& writer_;
  Staging& staging_;
  Publication& publication_;
  const PublicationTime time_;
  const std::string tenant_;
  const std::size_t portion_;
  std::vector<ItemPlace> tried_;  // since begin()
  std::set<ItemPlace> refused_;
};

}  // namespace gdo::trusted
