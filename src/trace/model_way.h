#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gold/models.h"
#include "pg/connection.h"
#include "trace/trace_queries.h"

namespace gdo::trace {

// The columns of a table's primary key without token_cliente; none = there is no such table.
std::vector<std::string> key_columns(pg::Connection& connection, std::string_view table);

// Throws Error(config) with the file and line of ways that go along a link that there is not.
void require_links(const gold::Models& models);

// Follows the ways that models' heads name, from rows to the rows of other tables.
class ModelWays {
 public:
  ModelWays(pg::Connection& connection, std::string tenant)
      : connection_(connection), tenant_(tenant), queries_(connection, std::move(tenant)) {}

  // From rows of a table, known by objects with some of its columns, along `way`, to objects with
  // columns of the table `to`, each once: those that `to` names, else what the last link leads to.
  nlohmann::ordered_json follow(const std::string& table, const nlohmann::ordered_json& rows,
                                std::span<const gold::OriginStep> way, const gold::OriginStep& to);

 private:
  using Json = nlohmann::ordered_json;
  Json through(const std::string& table, const Json& rows, const gold::OriginStep& step);
  Json columns_of(const std::string& table, const Json& rows, const gold::OriginStep& to);
  Json along(std::string_view link, const Json& rows);
  Json objects(const std::string& sql, const std::vector<std::string>& columns, const Json& rows);

  pg::Connection& connection_;
  std::string tenant_;
  TraceQueries queries_;
};

}  // namespace gdo::trace
