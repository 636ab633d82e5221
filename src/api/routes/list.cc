#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include "api/call.h"
#include "api/pool.h"
#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/query/resource.h"
#include "api/query/row_values.h"
#include "api/routes/all_routes.h"
#include "api/routes/route.h"
#include "base/encodings.h"
#include "export/row_format.h"
#include "gold/statistics.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kStreamTime{3600};

// A list whose rows are written one after the other, all of one moment, in bounded memory. Of gold
// in the order of its key, it stops when the client is slow, gives its connection back, and goes on
// later with the same moment's rows, for up to an hour. Other lists go on, and wait on disk.
class ListStream {
 public:
  ListStream(Call call, const Resource& resource, ListQuery query, std::optional<Position> after,
             std::unique_ptr<Session> session);

  // Called again after each pause.
  void write(BodyWriter& writer);

 private:
  bool may_pause() const;
  // False = paused, or nobody reads on.
  bool write_rows(const exports::RowFormat& format, BodyWriter& writer);
  bool pause(BodyWriter& writer);
  void open_session();
  void require_last_row();

  Call call_;
  const Resource& resource_;
  ListQuery query_;
  FetchedTable fetched_;
  std::optional<Position> after_;
  std::int64_t left_;  // rows that are wanted still; 0 = all
  std::unique_ptr<Session> session_;
  std::shared_ptr<const Moment> moment_;  // null until the first pause
  bool begun_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

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

std::int64_t total_of(pg::Connection& connection, const Resource& resource, const ListQuery& query,
                      const FetchedTable& fetched, const View& view) {
  if (query.counting == Counting::estimated) {
    const Statement rows = rows_statement(resource, query, fetched, view, std::nullopt, 0);
    return static_cast<std::int64_t>(gold::planned_rows(connection, rows.sql, rows.params));
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

// GET /api/v1/<resource>: a page of rows, or with Accept: text/csv or application/jsonl all of
// them.
Response list_rows(Call& call, const Resource& resource) {
  require_right(call, resource);
  const ListQuery query = read_list_query(call.request, resource, call.in_clear);
  if (call.in_clear) note_disclosure(call, resource.name);
  return query.format == ListFormat::json ? page(call, resource, query)
                                          : stream(call, resource, query);
}

// GET /api/v1/<resource>/{key}…: the row, or 404.
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

}  // namespace

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

namespace {

// Rows that are fetched at once: few at first, for a client may want no more for long.
constexpr int kFirstRows = 250;
constexpr int kMostRows = 2000;
constexpr std::size_t kPiece = 64U << 10U;

std::unique_ptr<exports::RowFormat> format_of(ListFormat format,
                                              const exports::ExportedTable& table) {
  if (format == ListFormat::jsonl) return std::make_unique<exports::JsonlFormat>(table);
  if (format == ListFormat::excel) return std::make_unique<ExcelFormat>(table);
  return std::make_unique<exports::CsvFormat>(table);
}

}  // namespace

ListStream::ListStream(Call call, const Resource& resource, ListQuery query,
                       std::optional<Position> after, std::unique_ptr<Session> session)
    : call_(std::move(call)),
      resource_(resource),
      query_(std::move(query)),
      fetched_(fetched_table(resource, query_)),
      after_(std::move(after)),
      left_(query_.limited ? query_.limit : 0),
      session_(std::move(session)) {}

// By its key's index it goes on where it stopped; otherwise it would sort everything again.
bool ListStream::may_pause() const {
  return resource_.gold &&
         std::equal(query_.order.begin(), query_.order.end(), resource_.table.key.begin(),
                    resource_.table.key.end(),
                    [](const OrderedBy& by, std::size_t key) { return by.column == key; });
}

void ListStream::open_session() {
  if (session_) return;
  if (std::chrono::steady_clock::now() - began_ > kStreamTime) {
    throw Error(ErrorKind::interrupted, "the client was too slow for a list");
  }
  session_ = std::make_unique<Session>(call_.site.pool, call_, kStreamTime, Session::Mode::read,
                                       moment_->name());
  require_last_row();
}

// A list never just ends where its table was emptied or written anew under it.
void ListStream::require_last_row() {
  ListQuery last = query_;
  last.conditions.clear();
  for (std::size_t i = 0; i < last.order.size(); ++i) {
    last.conditions.push_back(
        {last.order[i].column, Condition::Kind::equal, {after_->at(i).value_or("")}});
  }
  View all = call_.view();
  all.in_clear = true;  // it was shown already, as far as it may be
  const Statement statement = rows_statement(resource_, last, fetched_, all, std::nullopt, 1);
  if (session_->connection().query(statement.sql, statement.params).rows() == 1) return;
  throw Error(ErrorKind::transient, "a table was written anew while a list was read slowly");
}

void ListStream::write(BodyWriter& writer) {
  open_session();
  const Statement statement =
      rows_statement(resource_, query_, fetched_, call_.view(), after_, left_);
  session_->connection().query("DECLARE linhas NO SCROLL CURSOR FOR " + statement.sql,
                               statement.params);
  const auto format = format_of(query_.format, fetched_.shown);
  if (!begun_) {
    std::string head;
    format->append_head(head);
    if (!writer.write(head)) return;
    begun_ = true;
  }
  if (write_rows(*format, writer)) session_.reset();
}

// False when as many moments are kept as may be: it goes on, and waits on disk.
bool ListStream::pause(BodyWriter& writer) {
  if (!moment_) {
    pg::Connection& connection = session_->connection();
    const std::string state = call_.tenant + '\n' + gold_state(call_.tenant, connection);
    moment_ = call_.site.moments.keep(state, call_.site.pool, connection);
    if (!moment_) return false;
  }
  session_.reset();
  writer.pause();
  return true;
}

// Some rows at a time, from a cursor of the transaction: neither side holds more.
bool ListStream::write_rows(const exports::RowFormat& format, BodyWriter& writer) {
  RowText text(fetched_, call_.in_clear);
  const bool may_stop = may_pause();
  std::string piece;
  for (int wanted = kFirstRows;; wanted = std::min(2 * wanted, kMostRows)) {
    const pg::Result rows =
        session_->connection().query(fmt::format("FETCH {} FROM linhas", wanted));
    const int count = rows.rows();
    for (int row = 0; row < count; ++row) {
      format.append_row(text.shown(rows, row), false, piece);
      if (piece.size() < kPiece && row + 1 < count) continue;
      if (!writer.write(piece)) return false;
      piece.clear();
    }
    if (count < wanted) return true;
    if (left_ > 0 && (left_ -= count) == 0) return true;
    if (!may_stop || writer.keeps_up()) continue;
    after_ = text.position(rows, count - 1);
    if (pause(writer)) return false;
  }
}

}  // namespace gdo::api
