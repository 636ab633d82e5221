#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "judge/findings.h"
#include "pg/binary_copy.h"
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

// Rejected items of one group on their way to registro_rejeitado, by way of a temporary table of
// one connection, so that a lote judged again updates what it rejected before.
class Rejections {
 public:
  // Makes the temporary table. The connection must outlive it.
  explicit Rejections(pg::Connection& connection);

  void begin(std::string tenant, std::string payload);
  // record: its bytes, byte_inicio: where it begins in its document.
  void add(const judge::ItemVerdict& item, const ItemOrigin& origin, std::string_view file_name,
           std::string_view record, std::int64_t byte_start);
  // The same for an item that PostgreSQL refuses to store.
  void add_refused(const judge::ItemVerdict& item, const ItemOrigin& origin,
                   std::string_view file_name, std::string_view record, std::int64_t byte_start);
  void forget_lote(std::int64_t lote_id);
  void forget_file(std::int64_t file_id);

  // Stores them: what was rejected before gets its new reasons, and what an operator discarded
  // stays discarded.
  void publish();
  // Open ones of lotes that were judged again, and that this judgement did not reject, become
  // `corrigido`. After publish(). Their number.
  std::int64_t close_lotes(const std::vector<std::int64_t>& lotes);
  // The same for chosen rows of registro_rejeitado.
  std::int64_t close(const std::vector<std::int64_t>& ids);
  // Forgets them, for a further group in the same transaction.
  void clear();

 private:
  void append(const judge::ItemVerdict& item, const ItemOrigin& origin, std::string_view file_name,
              std::string_view record, std::int64_t byte_start, std::string_view reasons);
  void flush();

  pg::Connection& connection_;
  pg::BinaryRows rows_;
  std::string tenant_;
  std::string payload_;
};

}  // namespace gdo::trusted
