#include "trace/model_way.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>

#include "embedded/trace_sql.h"
#include "gold/model_reader.h"
#include "pg/catalog.h"

namespace gdo::trace {
namespace {

constexpr std::int64_t kEvery = std::numeric_limits<std::int32_t>::max();

// Those of sql/trace/ligacoes.
std::vector<std::string> link_names() {
  constexpr std::string_view kFolder = "ligacoes/";
  constexpr std::string_view kEnding = ".sql";
  std::vector<std::string> names;
  for (const trace_sql::File& file : trace_sql::files()) {
    if (!file.path.starts_with(kFolder)) continue;
    names.emplace_back(
        file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kEnding.size()));
  }
  return names;
}

bool is_link(const std::string& name) {
  const std::vector<std::string> names = link_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> key_columns(pg::Connection& connection, std::string_view table) {
  std::vector<std::string> columns = pg::primary_key(connection, table);
  std::erase(columns, "token_cliente");
  return columns;
}

void require_links(const gold::Models& models) {
  gold::ModelFaults faults;
  const auto check = [&](const gold::Model& model, const gold::ModelOrigin& origin) {
    std::vector<gold::OriginStep> whole = origin.way;
    whole.push_back(origin.to);
    for (std::size_t i = 1; i < whole.size(); ++i) {
      if (!whole[i - 1].columns.empty() || whole[i].columns.empty()) continue;
      faults.add(
          model.file, origin.line,
          fmt::format("the link {} leads to its own rows: another link may follow, or a table "
                      "without columns",
                      whole[i - 1].name));
    }
    for (const gold::OriginStep& step : origin.way) {
      if (!step.columns.empty() || is_link(step.name)) continue;
      faults.add(model.file, origin.line,
                 fmt::format("there is no link {0}; write the columns, {0} [column, …], or one of: "
                             "{1}",
                             step.name, fmt::join(link_names(), ", ")));
    }
  };
  for (const gold::Model& model : models) {
    for (const gold::ModelOrigin& origin : model.origins) check(model, origin);
  }
  faults.raise();
}

nlohmann::ordered_json ModelWays::follow(const std::string& table, const Json& rows,
                                         std::span<const gold::OriginStep> way,
                                         const gold::OriginStep& to) {
  std::string at = table;
  Json found = rows;
  for (const gold::OriginStep& step : way) {
    if (found.empty()) return found;
    if (step.columns.empty()) {
      found = along(step.name, found);
      at.clear();
    } else {
      found = through(at, found, step);
      at = step.name;
    }
  }
  if (found.empty() || to.columns.empty()) return found;
  return columns_of(at, found, to);
}

// The keys of the rows of a table on the way.
nlohmann::ordered_json ModelWays::through(const std::string& table, const Json& rows,
                                          const gold::OriginStep& step) {
  const std::vector<std::string> key = key_columns(connection_, step.name);
  std::string chosen;
  for (const std::string& column : key) {
    chosen += (chosen.empty() ? "v." : ", v.") + pg::quote_identifier(column);
  }
  std::string equal = "v.token_cliente = $1";
  for (const gold::ColumnPair& pair : step.columns) {
    equal += fmt::format(" AND v.{} = t.{}", pg::quote_identifier(pair.column),
                         pg::quote_identifier(pair.equals));
  }
  return objects(fmt::format("SELECT DISTINCT {} {} JOIN {} v ON {}", chosen,
                             rows_known_by(table, rows), pg::quote_identifier(step.name), equal),
                 key, rows);
}

// What the rows say of columns of the table that they lead to.
nlohmann::ordered_json ModelWays::columns_of(const std::string& table, const Json& rows,
                                             const gold::OriginStep& to) {
  const Json& first = rows.front();
  const bool known =
      std::all_of(to.columns.begin(), to.columns.end(),
                  [&](const gold::ColumnPair& pair) { return first.contains(pair.equals); });
  if (known) {
    Json found = Json::array();
    for (const Json& row : rows) {
      Json one = Json::object();
      for (const gold::ColumnPair& pair : to.columns) one[pair.column] = row[pair.equals];
      found.push_back(std::move(one));
    }
    return found;
  }
  std::string chosen;
  std::string there;
  std::vector<std::string> columns;
  for (const gold::ColumnPair& pair : to.columns) {
    const std::string equals = pg::quote_identifier(pair.equals);
    chosen += fmt::format("{}t.{} AS {}", chosen.empty() ? "" : ", ", equals,
                          pg::quote_identifier(pair.column));
    there += fmt::format("{}t.{} IS NOT NULL", there.empty() ? "" : " AND ", equals);
    columns.push_back(pair.column);
  }
  return objects(
      fmt::format("SELECT DISTINCT {} {} WHERE {}", chosen, rows_known_by(table, rows), there),
      columns, rows);
}

nlohmann::ordered_json ModelWays::along(std::string_view link, const Json& rows) {
  Json found = Json::array();
  std::set<std::string> seen;
  for (const TraceLink& one : queries_.links(link, rows, kEvery)) {
    // A line of a sale without exactly one box leads to none.
    const bool whole = one.key.begin() == one.key.end() || !one.key.begin()->is_null();
    if (whole && seen.insert(one.key.dump()).second) found.push_back(one.key);
  }
  return found;
}

nlohmann::ordered_json ModelWays::objects(const std::string& sql,
                                          const std::vector<std::string>& columns,
                                          const Json& rows) {
  std::string members;
  std::string order;
  for (const std::string& column : columns) {
    const std::string name = pg::quote_identifier(column);
    members += fmt::format("{}'{}', d.{}", members.empty() ? "" : ", ", column, name);
    order += (order.empty() ? "d." : ", d.") + name;
  }
  const pg::Result read = connection_.query(
      fmt::format("SELECT json_build_object({}) FROM ({}) d ORDER BY {}", members, sql, order),
      {tenant_, rows.dump()});
  Json found = Json::array();
  for (int row = 0; row < read.rows(); ++row) found.push_back(Json::parse(read.text(row, 0)));
  return found;
}

}  // namespace gdo::trace
