#include "lineage/silver_rows.h"

#include <fmt/format.h>

#include "embedded/lineage_sql.h"
#include "trace/event_scope.h"
#include "trace/model_way.h"

namespace gdo::lineage {
namespace {

using Json = nlohmann::ordered_json;

std::string list_of(const std::vector<std::string>& columns) {
  std::string list;
  for (const std::string& column : columns) {
    list += (list.empty() ? "t." : ", t.") + pg::quote_identifier(column);
  }
  return list;
}

std::string object_of(const std::vector<std::string>& columns) {
  std::string members;
  for (const std::string& column : columns) {
    members += fmt::format("{}'{}', t.{}", members.empty() ? "" : ", ", column,
                           pg::quote_identifier(column));
  }
  return fmt::format("json_build_object({})", members);
}

}  // namespace

std::string SilverRows::equal_columns(const std::vector<std::string>& columns) const {
  std::string equal = "t.token_cliente = $1";
  for (const std::string& column : columns) {
    equal += fmt::format(" AND t.{0} = k.{0}", pg::quote_identifier(column));
  }
  return equal;
}

void SilverRows::add(const std::string& table, const Json& keys, std::int64_t limit) {
  if (keys.empty()) return;
  std::vector<std::string> columns;
  for (const auto& [column, value] : keys.front().items()) columns.push_back(column);
  const std::string from =
      fmt::format(lineage_sql::rows_of_keys, pg::quote_identifier(table), equal_columns(columns));
  add_from({table, trace::key_columns(connection_, table), from, {tenant_, keys.dump()}}, limit);
}

void SilverRows::add_in(const std::string& table, std::string_view scope,
                        const std::vector<std::string>& columns, std::int64_t limit) {
  const std::string from = fmt::format("FROM {} k JOIN {} t ON {}", pg::quote_identifier(scope),
                                       pg::quote_identifier(table), equal_columns(columns));
  add_from({table, trace::key_columns(connection_, table), from, {tenant_}}, limit);
}

void SilverRows::add_records(const std::string& query, const Json& key) {
  constexpr std::int64_t kShown = 100;
  const pg::Result rows = connection_.query(query, {tenant_, key.dump(), kShown});
  for (int row = 0; row < rows.rows(); ++row) {
    records_[{rows.integer(row, 0), rows.integer(row, 1), rows.integer(row, 2)}];
    files_[rows.integer(row, 1)];
  }
}

void SilverRows::add_rejections(const std::string& month, std::int64_t limit) {
  add_from({"registro_rejeitado",
            {"id", "camada", "status"},
            fmt::format("FROM ({}) t", trace::export_sql_text("mes_rejeicoes")),
            {tenant_, month}},
           limit);
}

void SilverRows::add_from(const Source& source, std::int64_t limit) {
  const pg::Result rows =
      connection_.query(fmt::format(lineage_sql::origin_of_rows, object_of(source.key), source.from,
                                    list_of(source.key), limit),
                        source.params);
  std::map<std::int64_t, std::int64_t> of_files;
  for (int row = 0; row < rows.rows(); ++row) {
    records_[{rows.integer(row, 0), rows.integer(row, 1), rows.integer(row, 2)}].push_back(
        {source.table, Json::parse(rows.text(row, 4)), rows.integer(row, 3)});
    ++of_files[rows.integer(row, 1)];
  }
  if (rows.rows() > 0) tables_[source.table].shown += rows.rows();
  if (rows.rows() == limit) {
    count_all(source);
    return;
  }
  for (const auto& [file, count] : of_files) {
    files_[file][source.table] += count;
    tables_[source.table].rows += count;
  }
}

void SilverRows::count_all(const Source& source) {
  const pg::Result counts = connection_.query(
      fmt::format("SELECT t.arquivo_id, count(*) {} GROUP BY 1", source.from), source.params);
  for (int row = 0; row < counts.rows(); ++row) {
    files_[counts.integer(row, 0)][source.table] += counts.integer(row, 1);
    tables_[source.table].rows += counts.integer(row, 1);
  }
}

}  // namespace gdo::lineage
