#include "trusted/refused_items.h"

#include <utility>

#include "pg/sqlstate.h"

namespace gdo::trusted {

RefusedItems::RefusedItems(pg::Connection& writer, Staging& staging, Publication& publication,
                           PublicationTime time, std::string tenant, std::size_t portion)
    : writer_(writer),
      staging_(staging),
      publication_(publication),
      time_(std::move(time)),
      tenant_(std::move(tenant)),
      portion_(portion) {}

void RefusedItems::add(const judge::ItemVerdict& item, const ItemOrigin& origin) {
  if (tried_.empty()) begin();
  tried_.push_back({origin.file_id, origin.record_number, item.number});
  try {
    staging_.add(item, origin);
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    refused_.insert(tried_.begin(), tried_.end());
    roll_back();
    return;
  }
  if (tried_.size() >= portion_) end();
}

std::set<ItemPlace> RefusedItems::take() {
  if (!tried_.empty()) end();
  staging_.begin(tenant_, time_.us, false);
  return std::move(refused_);
}

void RefusedItems::begin() {
  writer_.query("SAVEPOINT amostra");
  staging_.begin(tenant_, time_.us, false);
}

void RefusedItems::end() {
  try {
    staging_.flush();
    for (const EntitySql& sql : staging_.entities()) {
      LoteCounts lote_counts;
      publication_.publish(sql, time_, staging_, lote_counts);
    }
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    refused_.insert(tried_.begin(), tried_.end());
  }
  roll_back();
}

void RefusedItems::roll_back() {
  staging_.abandon_unsent();
  writer_.query("ROLLBACK TO SAVEPOINT amostra");
  writer_.query("RELEASE SAVEPOINT amostra");
  tried_.clear();
}

}  // namespace gdo::trusted
