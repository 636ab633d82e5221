#include "trace/trace_queries.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <string>
#include <utility>

#include "embedded/trace_sql.h"
#include "pg/repeated_statements.h"
#include "trace/things.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// Links of a thing that are kept for when they are asked for again.
constexpr std::size_t kRemembered = 100;

int column_of(const pg::Result& rows, std::string_view name) {
  for (int column = 0; column < rows.columns(); ++column) {
    if (rows.column_name(column) == name) return column;
  }
  return -1;
}

Json json_at(const pg::Result& rows, int row, int column) {
  if (column < 0 || rows.is_null(row, column)) return nullptr;
  return read_stored_json(rows.text(row, column));
}

std::vector<TraceLink> read_links(const pg::Result& rows) {
  const int parent = column_of(rows, "pai");
  const int total = column_of(rows, "total");
  const int key = column_of(rows, "chave");
  const int line = column_of(rows, "linha");
  const int lot = column_of(rows, "lote");
  std::vector<TraceLink> links;
  for (int row = 0; row < rows.rows(); ++row) {
    TraceLink link;
    link.parent = static_cast<std::size_t>(rows.integer(row, parent) - 1);
    if (total >= 0) link.total = rows.integer(row, total);
    link.key = json_at(rows, row, key);
    link.link_data = json_at(rows, row, line);
    link.lote = json_at(rows, row, lot);
    links.push_back(std::move(link));
  }
  return links;
}

// A question by its path and parameters.
std::string name_of(const Foreseen& question) {
  std::string name = question.path;
  for (const pg::Param& param : question.params) {
    name += '\n';
    name += param.value().value_or("NULL");
  }
  return name;
}

std::string fact_path(std::string_view type) { return fmt::format("fatos/{}.sql", type); }
std::string link_path(std::string_view name) { return fmt::format("ligacoes/{}.sql", name); }

}  // namespace

std::string rows_known_by(const std::string& table, const Json& rows) {
  std::string equal = "t.token_cliente = $1";
  for (const auto& [column, value] : rows.front().items()) {
    equal += fmt::format(" AND t.{0} = k.{0}", pg::quote_identifier(column));
  }
  return fmt::format("FROM json_populate_recordset(NULL::{0}, $2::json) k JOIN {0} t ON {1}",
                     pg::quote_identifier(table), equal);
}

std::string trace_query(std::string_view path) {
  for (const trace_sql::File& file : trace_sql::files()) {
    if (file.path == path) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, fmt::format("there is no query {}", path));
}

TraceQueries::TraceQueries(pg::Connection& connection, std::string tenant, const Things& things)
    : connection_(connection), tenant_(std::move(tenant)), things_(things) {}

TraceQueries::TraceQueries(pg::Connection& connection, std::string tenant)
    : TraceQueries(connection, std::move(tenant), built_in_things()) {}

// A model's rows say of a thing what their columns hold.
std::vector<TraceNode> TraceQueries::facts_of_rows(const Thing& thing, const Json& keys) {
  std::vector<TraceNode> nodes;
  if (keys.empty()) return nodes;
  const pg::Result rows = connection_.query(
      "SELECT row_to_json(t) " + rows_known_by(thing.table, keys), {tenant_, keys.dump()});
  for (int row = 0; row < rows.rows(); ++row) {
    Json data = Json::parse(rows.text(row, 0));
    TraceNode node{thing.type, Json::object(), Json::object(), {}};
    for (const std::string& column : thing.key) node.key[column] = data[column];
    node.data["rastreavel"] = data["flag_rastreavel"];
    node.data["motivo"] = data["motivo_nao_rastreavel"];
    for (const auto& [name, value] : data.items()) {
      const bool said = name == "token_cliente" || name == "flag_rastreavel" ||
                        name == "motivo_nao_rastreavel" || node.key.contains(name);
      if (!said) node.data[name] = value;
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<TraceNode> TraceQueries::facts(std::string_view type, const Json& keys) {
  const Thing* thing = things_.find(type);
  if (thing != nullptr && thing->model != nullptr) return facts_of_rows(*thing, keys);
  const pg::Result rows = ask(facts_of(type, keys));
  const int farm = column_of(rows, "fazenda");
  std::vector<TraceNode> nodes;
  for (int row = 0; row < rows.rows(); ++row) {
    TraceNode node{std::string(type), json_at(rows, row, 0), json_at(rows, row, 1), {}};
    if (const Json of = json_at(rows, row, farm); !of.is_null()) {
      node.children.push_back({"fazenda", of["chave"], of["dados"], {}});
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<TraceLink> TraceQueries::links(std::string_view name, const Json& parents,
                                           std::int64_t limit) {
  std::string asked = parents.dump();
  const auto known = whole_.find(fmt::format("{} {}", name, asked));
  if (known != whole_.end() && static_cast<std::int64_t>(known->second.size()) <= limit) {
    return known->second;
  }
  std::vector<TraceLink> links = read_links(ask({link_path(name), {asked, limit}}));
  const bool whole = parents.size() == 1 && links.size() <= kRemembered && !links.empty() &&
                     links.front().total == static_cast<std::int64_t>(links.size());
  if (whole) whole_.emplace(fmt::format("{} {}", name, asked), links);
  return links;
}

std::vector<TraceLink> TraceQueries::carcasses(const Json& orders, std::int64_t limit) {
  return read_links(ask(carcasses_of(orders, limit)));
}

TraceSources TraceQueries::source_lots(const Json& orders, std::int64_t limit) {
  const pg::Result row = ask(source_lots_of(orders, limit));
  TraceSources sources;
  for (const Json& order : orders) sources.orders.push_back(order);
  sources.lotes = row.integer(0, 0);
  sources.with_schedule = row.integer(0, 1);
  sources.with_animals = row.integer(0, 2);
  sources.with_lack = row.integer(0, 3);
  for (const Json& lot : json_at(row, 0, 4)) {
    sources.lacks.push_back({"lote", lot["chave"], lot["dados"], {}});
  }
  return sources;
}

std::vector<TraceLink> TraceQueries::sums(std::string_view name, const Json& parents) {
  return read_links(ask(sums_of(name, parents)));
}

Foreseen TraceQueries::facts_of(std::string_view type, const Json& keys) {
  return {fact_path(type), {keys.dump()}};
}

Foreseen TraceQueries::links_of(std::string_view name, const Json& parents, std::int64_t limit) {
  return {link_path(name), {parents.dump(), limit}};
}

Foreseen TraceQueries::sums_of(std::string_view name, const Json& parents) {
  return {link_path(name), {parents.dump()}};
}

Foreseen TraceQueries::days_of(const Json& orders) {
  return {link_path("ordem_dias"), {orders.dump()}};
}

Foreseen TraceQueries::carcasses_of(const Json& orders, std::int64_t limit) {
  std::string asked = orders.dump();
  const auto known = carcasses_.find(asked);
  if (known != carcasses_.end()) return known->second;
  const pg::Result days = ask(days_of(orders));
  Foreseen question = {link_path("ordem_carcacas"),
                       {asked, limit, days.optional_text(0, 0), days.optional_text(0, 1)}};
  return carcasses_.emplace(std::move(asked), std::move(question)).first->second;
}

Foreseen TraceQueries::source_lots_of(const Json& orders, std::int64_t limit) {
  return {"somas/lotes_de_origem.sql", {orders.dump(), limit}};
}

void TraceQueries::foresee(std::vector<Foreseen> questions) {
  std::vector<std::string> names;
  std::vector<pg::Question> asked;
  for (Foreseen& one : questions) {
    std::string name = name_of(one);
    if (answers_.contains(name)) continue;
    names.push_back(std::move(name));
    one.params.insert(one.params.begin(), tenant_);
    asked.push_back({trace_query(one.path), std::move(one.params)});
  }
  std::vector<pg::Result> results = pg::query_all(connection_, asked);
  for (std::size_t i = 0; i < results.size(); ++i) {
    answers_.insert_or_assign(std::move(names[i]), std::move(results[i]));
  }
}

pg::Result TraceQueries::ask(const Foreseen& question) {
  if (const auto answer = answers_.extract(name_of(question))) return std::move(answer.mapped());
  std::vector<pg::Param> params = question.params;
  params.insert(params.begin(), tenant_);
  return connection_.query(trace_query(question.path), params);
}

namespace {

using Json = nlohmann::ordered_json;

Json value_of(simdjson::dom::element element);

Json object_of(const simdjson::dom::object& object) {
  Json::object_t members;
  members.reserve(object.size());
  // Without the look for a member of that name, which each would cost.
  for (const auto& [name, value] : object) {
    members.Container::emplace_back(std::string(name), value_of(value));
  }
  return members;
}

Json list_of(const simdjson::dom::array& array) {
  Json::array_t values;
  values.reserve(array.size());
  for (const simdjson::dom::element value : array) values.push_back(value_of(value));
  return values;
}

Json value_of(simdjson::dom::element element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::OBJECT:
      return object_of(element.get_object().value_unsafe());
    case Type::ARRAY:
      return list_of(element.get_array().value_unsafe());
    case Type::STRING:
      return std::string(element.get_string().value_unsafe());
    case Type::INT64: {
      const std::int64_t number = element.get_int64().value_unsafe();
      if (number < 0) return number;
      return static_cast<std::uint64_t>(number);
    }
    case Type::UINT64:
      return element.get_uint64().value_unsafe();
    case Type::DOUBLE:
      return element.get_double().value_unsafe();
    case Type::BOOL:
      return element.get_bool().value_unsafe();
    default:
      return nullptr;
  }
}

}  // namespace

Json read_stored_json(std::string_view text) {
  static thread_local simdjson::dom::parser parser;
  simdjson::dom::element element;
  // Numbers that it does not take, such as integers of thirty digits, others do.
  if (parser.parse(text.data(), text.size()).get(element) != simdjson::SUCCESS) {
    return Json::parse(text);
  }
  return value_of(element);
}

}  // namespace gdo::trace
