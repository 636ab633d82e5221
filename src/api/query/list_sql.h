#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/keys.h"
#include "api/query/list_query.h"
#include "api/query/resource.h"
#include "pg/param.h"

namespace gdo::api {

// The values of a row's order columns: where a page ended. nullopt is NULL.
using Position = std::vector<std::optional<std::string>>;

struct Statement {
  std::string sql;
  std::vector<pg::Param> params;
};

// Whose rows, and how they are seen.
struct View {
  std::string tenant;
  Role role = Role::tenant;
  std::vector<std::string> cnpjs;
  bool in_clear = false;  // personal data as it is
};

// The columns of `query.fields`, then what else masks and positions need; see FetchedTable.
struct FetchedTable {
  exports::ExportedTable table;    // what the statement returns, for masking
  exports::ExportedTable shown;    // its first columns: query.fields
  std::vector<std::size_t> order;  // of each order column, where it stands in `table`
};
FetchedTable fetched_table(const Resource& resource, const ListQuery& query);

// The rows after a position, in order; `limit` 0 = all. Values are parameters.
Statement rows_statement(const Resource& resource, const ListQuery& query,
                         const FetchedTable& fetched, const View& view,
                         const std::optional<Position>& after, std::int64_t limit);
// How many rows a search within a text of gold finds, counted up to kMostFound + 1: of more than
// that not all are among those of rows_statement. Nothing for other conditions.
std::optional<Statement> search_count(const Resource& resource, const Condition& condition,
                                      const View& view);
inline constexpr std::int64_t kMostFound = 1000;
// How many rows the filters leave.
Statement count_statement(const Resource& resource, const ListQuery& query, const View& view);

// Whether a role may read a resource at all. Source: docs/api.md, the table of roles.
bool may_read(Role role, const Resource& resource);
// Roles that work for a plant's operation: rejections, runs, alerts, worklists, recalls.
bool is_operator(Role role);

}  // namespace gdo::api
