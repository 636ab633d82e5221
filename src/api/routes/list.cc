#include "api/routes/list.h"

#include <fmt/format.h>

#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/query/row_text.h"
#include "api/query/value_check.h"
#include "api/routes/all_routes.h"
#include "api/routes/list_stream.h"
#include "api/routes/route.h"
#include "export/row_format.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kPageTime{30};

void require_right(const Call& call, const Resource& resource) {
  if (may_read(call.caller->role, resource)) return;
  throw Refused(
      {.code = "sem_direito",
       .detail = saidf("Role {} does not read {}.", to_text(call.caller->role), resource.name)});
}

std::optional<Position> start_of(const Call& call, const Resource& resource, const ListQuery& query,
                                 pg::Connection& connection) {
  if (query.cursor.empty()) return std::nullopt;
  auto position = call.site.seals.seal(connection).open(resource, query, call.view(), query.cursor);
  if (position) return position;
  throw Refused({.code = "cursor_invalido",
                 .detail = said("The cursor is of another query, tenant or role; start over."),
                 .parameter = "cursor"});
}

// No list leaves out what it should hold without a word.
void refuse_vague_searches(const Call& call, const Resource& resource, const ListQuery& query,
                           pg::Connection& connection) {
  for (const Condition& condition : query.conditions) {
    const auto count = search_count(resource, condition, call.view());
    if (!count) continue;
    if (connection.query(count->sql, count->params).integer(0, 0) <= kMostFound) continue;
    throw Refused({.code = "parametro_invalido",
                   .detail = said("The search finds more than 1,000 rows: say more letters."),
                   .parameter = resource.table.columns[condition.column].name + ".contem"});
  }
}

// The same query with another cursor.
std::string next_link(const Request& request, const std::string& cursor) {
  std::string link;
  for (const std::string& segment : request.segments) link += '/' + percent_encoded(segment);
  char mark = '?';
  for (const auto& [name, value] : request.query) {
    if (name == "cursor") continue;
    link += mark + percent_encoded(name) + '=' + percent_encoded(value);
    mark = '&';
  }
  return fmt::format("<{}{}cursor={}>; rel=\"next\"", link, mark, cursor);
}

std::int64_t estimated_rows(pg::Connection& connection, const Statement& rows) {
  const pg::Result plan = connection.query("EXPLAIN (FORMAT JSON) " + rows.sql, rows.params);
  std::string text;
  for (int row = 0; row < plan.rows(); ++row) text += plan.text(row, 0);
  return nlohmann::json::parse(text).at(0).at("Plan").at("Plan Rows").get<std::int64_t>();
}

std::int64_t total_of(pg::Connection& connection, const Resource& resource, const ListQuery& query,
                      const FetchedTable& fetched, const View& view) {
  if (query.counting == Counting::estimated) {
    return estimated_rows(connection,
                          rows_statement(resource, query, fetched, view, std::nullopt, 0));
  }
  const Statement count = count_statement(resource, query, view);
  return connection.query(count.sql, count.params).integer(0, 0);
}

Response page(Call& call, const Resource& resource, const ListQuery& query) {
  const FetchedTable fetched = fetched_table(resource, query);
  Session session(call.site.pool, call, kPageTime);
  std::string tag;
  if (resource.gold) {
    tag = entity_tag(call, session.connection());
    if (auto unchanged = not_modified(call, tag)) return *unchanged;
  }
  const auto start = start_of(call, resource, query, session.connection());
  refuse_vague_searches(call, resource, query, session.connection());
  const Statement statement =
      rows_statement(resource, query, fetched, call.view(), start, query.limit + 1);
  const pg::Result rows = session.connection().query(statement.sql, statement.params);
  const bool more = rows.rows() > query.limit;
  const int shown = more ? static_cast<int>(query.limit) : rows.rows();
  RowText text(fetched, call.in_clear);
  std::string body = "{\"dados\":[";
  for (int row = 0; row < shown; ++row) {
    if (row > 0) body += ",\n";
    exports::append_json_object(fetched.shown, text.shown(rows, row), body);
  }
  Response response = text_response(200, "application/json", "");
  std::string next = "null";
  if (more) {
    const std::string cursor =
        call.site.seals.seal(session.connection())
            .seal(resource, query, call.view(), text.position(rows, shown - 1));
    next = '"' + cursor + '"';
    response.set("Link", next_link(call.request, cursor));
  }
  body += "],\"proximo\":" + next;
  if (query.counting != Counting::none) {
    body += fmt::format(",\"total\":{}",
                        total_of(session.connection(), resource, query, fetched, call.view()));
    response.set("Preference-Applied",
                 query.counting == Counting::exact ? "count=exact" : "count=estimated");
  }
  response.body = body + "}\n";
  if (!tag.empty()) set_tag(response, tag);
  return response;
}

Response stream(Call& call, const Resource& resource, const ListQuery& query) {
  Response response;
  const bool jsonl = query.format == ListFormat::jsonl;
  response.set("Content-Type", jsonl ? "application/jsonl" : std::string(csv_type(query.format)));
  response.set("Content-Disposition", fmt::format("attachment; filename=\"{}.{}\"", resource.name,
                                                  jsonl ? "jsonl" : "csv"));
  // Before the head leaves: the cursor must be right, and gold may not have changed.
  auto session = std::make_unique<Session>(call.site.pool, call, kStreamTime);
  pg::Connection& connection = session->connection();
  if (resource.gold) {
    const std::string tag = entity_tag(call, connection);
    if (auto unchanged = not_modified(call, tag)) return *unchanged;
    set_tag(response, tag);
  }
  refuse_vague_searches(call, resource, query, connection);
  auto start = start_of(call, resource, query, connection);
  const auto list =
      std::make_shared<ListStream>(call, resource, query, std::move(start), std::move(session));
  response.stream = [list](BodyWriter& writer) { list->write(writer); };
  return response;
}

// The key of a path as filters. A part that cannot be a value of its column names no row.
std::vector<Condition> key_conditions(const Call& call, const Resource& resource) {
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < resource.key.size(); ++i) {
    const std::size_t column = resource.column(resource.key[i]);
    const std::string& written = call.args.at(i);
    auto value = column_value(resource.table.columns[column], written == "-" ? "" : written);
    if (!value) refuse_missing();
    conditions.push_back({column, Condition::Kind::equal, {std::move(*value)}});
  }
  return conditions;
}

}  // namespace

Response list_rows(Call& call, const Resource& resource) {
  require_right(call, resource);
  const ListQuery query = read_list_query(call.request, resource, call.in_clear);
  if (call.in_clear) note_disclosure(call, resource.name);
  return query.format == ListFormat::json ? page(call, resource, query)
                                          : stream(call, resource, query);
}

Response one_row(Call& call, const Resource& resource) {
  require_right(call, resource);
  refuse_unknown_parameters(call.request, {"campos", "cliente", "pessoais"});
  ListQuery query = read_list_query(call.request, resource, call.in_clear);
  query.conditions = key_conditions(call, resource);
  if (call.in_clear) note_disclosure(call, resource.name);
  const FetchedTable fetched = fetched_table(resource, query);
  Session session(call.site.pool, call, kPageTime);
  std::string tag;
  if (resource.gold) {
    tag = entity_tag(call, session.connection());
    if (auto unchanged = not_modified(call, tag)) return *unchanged;
  }
  const Statement statement =
      rows_statement(resource, query, fetched, call.view(), std::nullopt, 1);
  const pg::Result rows = session.connection().query(statement.sql, statement.params);
  if (rows.rows() == 0) refuse_missing();
  RowText text(fetched, call.in_clear);
  Response response = text_response(200, "application/json", "");
  exports::append_json_object(fetched.shown, text.shown(rows, 0), response.body);
  response.body += '\n';
  if (!tag.empty()) set_tag(response, tag);
  return response;
}

std::vector<Route> resource_routes() {
  std::vector<Route> routes;
  for (const Resource& resource : resources()) {
    Route list;
    list.method = "GET";
    list.path = "/api/v1/" + resource.name;
    list.summary = resource.description;
    list.lane = Lane::slow;
    list.resource = &resource;
    list.list = true;
    list.types = {"application/json", "application/jsonl", "text/csv"};
    list.may = [&resource](Role role) { return may_read(role, resource); };
    list.answer = [&resource](Call& call) { return list_rows(call, resource); };
    Route one = list;
    for (const std::string& part : resource.key) one.path += fmt::format("/{{{}}}", part);
    one.lane = Lane::quick;
    one.list = false;
    one.types = {"application/json"};
    one.answer = [&resource](Call& call) { return one_row(call, resource); };
    routes.push_back(std::move(list));
    routes.push_back(std::move(one));
  }
  return routes;
}

}  // namespace gdo::api
