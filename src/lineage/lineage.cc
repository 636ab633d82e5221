#include "lineage/lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "lineage/file_origins.h"
#include "lineage/month_rows.h"
#include "lineage/silver_rows.h"
#include "trace/model_way.h"

namespace gdo::lineage {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();

// Follows a row of gold to the rows of silver it was worked out from, by what the heads of models
// say of where their rows come from.
class GoldToSilver {
 public:
  GoldToSilver(pg::Connection& connection, const gold::Models& models, const TableKey& row,
               std::int64_t limit)
      : connection_(connection),
        models_(models),
        silver_(connection, row.tenant),
        ways_(connection, row.tenant),
        row_(row),
        limit_(limit) {}

  SilverRows follow() {
    const gold::Model* model = models_.find(row_.table);
    if (model == nullptr) {
      throw Error(ErrorKind::config,
                  fmt::format("no model of {} is known; let GDO_MODELS name the folder it is in",
                              row_.table));
    }
    if (model->sums.empty()) {
      add_origins(*model, Json::array({row_.key}), kAll);
    } else {
      add_month(connection_, row_, limit_, silver_);
    }
    if (!model->records_sql.empty()) silver_.add_records(model->records_sql, row_.key);
    return std::move(silver_);
  }

 private:
  void add_origins(const gold::Model& model, const Json& rows, std::int64_t limit) {
    for (const gold::ModelOrigin& origin : model.origins) {
      const Json keys = ways_.follow(model.name, rows, origin.way, origin.to);
      if (keys.empty()) continue;
      const std::int64_t most = origin.sample ? std::min(limit, limit_) : limit;
      if (const gold::Model* gold = models_.find(origin.to.name); gold != nullptr) {
        add_origins(*gold, keys, most);
      } else {
        silver_.add(origin.to.name, keys, most);
      }
    }
  }

  pg::Connection& connection_;
  const gold::Models& models_;
  SilverRows silver_;
  trace::ModelWays ways_;
  const TableKey& row_;
  std::int64_t limit_;
};

// The records that bear the name of a row of silver: those of the gold row that has its key.
void add_records_of(const gold::Models& models, const std::string& table, const Json& key,
                    SilverRows& silver) {
  for (const gold::Model& model : models) {
    if (model.records_sql.empty()) continue;
    for (const gold::ModelOrigin& origin : model.origins) {
      const bool same = origin.to.name == table && origin.way.empty() &&
                        origin.to.columns.size() == key.size() &&
                        origin.to.columns.size() + 1 == model.key.size();
      if (same) silver.add_records(model.records_sql, key);
    }
  }
}

SilverRows silver_itself(pg::Connection& connection, const gold::Models& models,
                         const TableKey& row) {
  const pg::Result found =
      connection.query(trace::trace_query("linhagem/tabela_de_origem.sql"), {row.table});
  if (found.rows() == 0) {
    throw Error(ErrorKind::internal,
                fmt::format("nothing is known of where rows of {} come from", row.table));
  }
  const std::string table(found.text(0, 0));
  Json key = Json::object();
  for (const std::string& column : trace::key_columns(connection, table))
    key[column] = row.key[column];
  SilverRows silver(connection, row.tenant);
  silver.add(table, Json::array({key}), kAll);
  add_records_of(models, table, key, silver);
  return silver;
}

}  // namespace

Lineage lineage(pg::Connection& connection, const TableKey& row, std::int64_t limit,
                const gold::Models& models) {
  // One picture of all tables, the caller's where there is one; a month's scope stands in temporary
  // ones.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection);
    connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  }
  const SilverRows silver = row.table.starts_with("service_")
                                ? GoldToSilver(connection, models, row, limit).follow()
                                : silver_itself(connection, models, row);
  Lineage found{row, file_origins(connection, silver), silver.tables()};
  if (transaction) transaction->commit();
  return found;
}

}  // namespace gdo::lineage
