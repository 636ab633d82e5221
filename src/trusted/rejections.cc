#include "trusted/rejections.h"

#include <fmt/format.h>

#include <utility>

#include "embedded/trusted_sql.h"
#include "judge/violation.h"
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

namespace {

constexpr std::size_t kRejectionBytes = 1U << 20U;

// What PostgreSQL refuses although every check passed: no rule of the contract says why.
constexpr std::string_view kRefused =
    R"([{"campo":"","regra":"tipo","acao":"reject","valor":null,)"
    R"("mensagem":"o PostgreSQL não aceita um dos valores deste item",)"
    R"("mensagem_en":"PostgreSQL does not take one of this item's values"}])";

}  // namespace

Rejections::Rejections(pg::Connection& connection) : connection_(connection) {
  connection_.query(trusted_sql::create_staging);
}

void Rejections::begin(std::string tenant, std::string payload) {
  tenant_ = std::move(tenant);
  payload_ = std::move(payload);
  rows_.clear();
}

void Rejections::add(const judge::ItemVerdict& item, const ItemOrigin& origin,
                     std::string_view file_name, std::string_view record, std::int64_t byte_start) {
  append(item, origin, file_name, record, byte_start, judge::reasons_json(item.violations));
}

void Rejections::add_refused(const judge::ItemVerdict& item, const ItemOrigin& origin,
                             std::string_view file_name, std::string_view record,
                             std::int64_t byte_start) {
  append(item, origin, file_name, record, byte_start, kRefused);
}

void Rejections::append(const judge::ItemVerdict& item, const ItemOrigin& origin,
                        std::string_view file_name, std::string_view record,
                        std::int64_t byte_start, std::string_view reasons) {
  const std::string_view bytes = record.substr(item.offset, item.size);
  rows_.begin_row(10);
  rows_.int8(origin.lote_id);
  rows_.int8(origin.file_id);
  rows_.text(file_name);
  rows_.int8(origin.record_number);
  rows_.int8(item.number);
  rows_.text(item.contract == nullptr ? std::string_view() : item.contract->entity);
  rows_.int8(byte_start + item.offset);
  rows_.int8(static_cast<std::int64_t>(item.size));
  rows_.jsonb(reasons);
  rows_.text(bytes);
  if (rows_.bytes() > kRejectionBytes) flush();
}

void Rejections::flush() {
  if (rows_.rows() == 0) return;
  pg::CopyWriter copy(connection_, "st_rejeitado");
  copy.send(rows_.all());
  copy.finish();
  rows_.clear();
}

void Rejections::forget_lote(std::int64_t lote_id) {
  flush();
  connection_.query("DELETE FROM st_rejeitado WHERE lote_id = $1", {lote_id});
}

void Rejections::forget_file(std::int64_t file_id) {
  flush();
  connection_.query("DELETE FROM st_rejeitado WHERE arquivo_id = $1", {file_id});
}

void Rejections::publish() {
  flush();
  connection_.query(trusted_sql::store_rejections, {tenant_, payload_});
}

std::int64_t Rejections::close_lotes(const std::vector<std::int64_t>& lotes) {
  if (lotes.empty()) return 0;
  return connection_
      .query(fmt::format(trusted_sql::close_rejections, "lote_id"), {pg::integer_array(lotes)})
      .affected();
}

std::int64_t Rejections::close(const std::vector<std::int64_t>& ids) {
  return connection_
      .query(fmt::format(trusted_sql::close_rejections, "id"), {pg::integer_array(ids)})
      .affected();
}

void Rejections::clear() {
  rows_.clear();
  connection_.query("TRUNCATE st_rejeitado");
}

}  // namespace gdo::trusted
