#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/outside_text.h"
#include "embedded/lineage_sql.h"
#include "lineage/lineage.h"
#include "pg/catalog.h"
#include "trace/model_way.h"
#include "trace/things.h"

namespace gdo::lineage {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kCandidates = 10;

struct Table {
  std::string name;
  std::vector<std::string> key;
};

Table find_table(pg::Connection& connection, std::string_view written) {
  if (written.starts_with("public.")) written.remove_prefix(7);
  const bool whole = written.starts_with("service_") || written.starts_with("trusted_");
  for (const char* prefix : {"service_", "trusted_"}) {
    const std::string name = whole ? std::string(written) : prefix + std::string(written);
    std::vector<std::string> key = trace::key_columns(connection, name);
    if (!key.empty()) return {name, std::move(key)};
  }
  throw Error(ErrorKind::config,
              fmt::format("{} is not a table of gold or silver; try service_caixas, trusted_escala",
                          written));
}

// Every choice of columns, in order, that the parts can stand for; with two columns also turned
// round, as boxes are written unit first.
void choose(const std::vector<std::string>& key, std::size_t parts, std::size_t from,
            std::vector<std::string>& chosen, std::vector<std::vector<std::string>>& all) {
  if (chosen.size() == parts) {
    all.push_back(chosen);
    return;
  }
  for (std::size_t i = from; i < key.size(); ++i) {
    chosen.push_back(key[i]);
    choose(key, parts, i + 1, chosen, all);
    chosen.pop_back();
  }
}

std::vector<std::vector<std::string>> readings(const Table& table, std::size_t parts) {
  std::vector<std::vector<std::string>> all;
  std::vector<std::string> chosen;
  choose(table.key, parts, 0, chosen, all);
  if (table.key.size() == 2 && parts == 2) all.push_back({table.key[1], table.key[0]});
  return all;
}

// Compared as text: what cannot be a column's value is then simply not there.
std::string look_up(const Table& table, const std::vector<std::string>& columns, bool typed) {
  std::string key;
  for (const std::string& column : table.key) {
    key += fmt::format("{}'{}', {}", key.empty() ? "" : ", ", column, pg::quote_identifier(column));
  }
  std::string where;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    where += fmt::format(" AND {}{} = ${}", pg::quote_identifier(columns[i]), typed ? "" : "::text",
                         i + 2);
  }
  return fmt::format(lineage_sql::find_row, key, pg::quote_identifier(table.name), where,
                     kCandidates);
}

// Whether the text is a value of that type: the server is not asked, for it would log an error.
bool is_value(std::string_view type, const std::string& text) {
  if (type == "text") return true;
  if (type == "integer") return trace::key_value(trace::KeyPart::integer, text).has_value();
  return type == "date" && trace::key_value(trace::KeyPart::date, text) == text;
}

// A whole key goes by the primary key, where each part is a value of its column.
bool goes_by_key(pg::Connection& connection, const Table& table,
                 const std::vector<std::string>& columns, const std::vector<std::string>& values) {
  for (const pg::TableColumn& one : pg::columns_of(connection, table.name)) {
    const auto column = std::find(columns.begin(), columns.end(), one.name);
    if (column == columns.end()) continue;
    const auto place = static_cast<std::size_t>(column - columns.begin());
    if (!is_value(one.type, values[place])) return false;
  }
  return true;
}

// Adds the rows that these values may mean.
void look_for(pg::Connection& connection, const Table& table,
              const std::vector<std::string>& values, const std::string& tenant,
              std::vector<TableKey>& found) {
  std::vector<pg::Param> params = {tenant.empty() ? pg::Param(std::nullopt) : pg::Param(tenant)};
  for (const std::string& value : values) params.emplace_back(value);
  for (const std::vector<std::string>& columns : readings(table, values.size())) {
    const bool typed = goes_by_key(connection, table, columns, values);
    const pg::Result rows = connection.query(look_up(table, columns, typed), params);
    for (int row = 0; row < rows.rows(); ++row) {
      TableKey one = {table.name, std::string(rows.text(row, 0)), Json::parse(rows.text(row, 1))};
      const auto same = [&](const TableKey& other) {
        return other.tenant == one.tenant && other.key == one.key;
      };
      if (std::none_of(found.begin(), found.end(), same)) found.push_back(std::move(one));
    }
    if (!found.empty() && columns.size() == table.key.size()) return;
  }
}

std::vector<std::string> names_of(const Json& key) {
  std::vector<std::string> names;
  for (const auto& [name, value] : key.items()) names.push_back(name);
  return names;
}

TableKey only_one(const std::vector<TableKey>& found, std::string_view key) {
  std::set<std::string> tenants;
  for (const TableKey& row : found) tenants.insert(row.tenant);
  if (tenants.size() > 1) {
    throw Error(ErrorKind::config,
                fmt::format("{} is found in several tenants: {}; say which with --cliente", key,
                            fmt::join(tenants, ", ")));
  }
  if (found.size() == 1) return found.front();
  std::string text = fmt::format("{} may mean several rows of {}; its key is {}; say which:", key,
                                 found.front().table, fmt::join(names_of(found.front().key), "/"));
  for (const TableKey& row : found) text += "\n  " + trace::joined_key(row.key);
  if (found.size() >= kCandidates) text += "\n  …";
  throw Error(ErrorKind::config, text);
}

}  // namespace

TableKey find_row(pg::Connection& connection, std::string_view table, std::string_view key,
                  const std::string& tenant) {
  if (!is_storable_text(key) || !is_storable_text(table)) {
    throw Error(ErrorKind::config, "the table or key is not UTF-8 text");
  }
  const Table target = find_table(connection, table);
  const std::vector<std::string> parts = trace::key_parts(key);
  std::vector<TableKey> found;
  for (const auto& values : trace::regrouped(parts, std::min(parts.size(), target.key.size()))) {
    look_for(connection, target, values, tenant, found);
  }
  // One value that holds a '/' itself.
  if (found.empty() && parts.size() > 1) {
    look_for(connection, target, {std::string(key)}, tenant, found);
  }
  if (found.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no row {}; its key is {}", target.name,
                                                  key, fmt::join(target.key, "/")));
  }
  return only_one(found, key);
}

}  // namespace gdo::lineage
