#include "trace/trace_queries.h"

#include <fmt/format.h>

#include "embedded/trace_sql.h"

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;

int column_of(const pg::Result& rows, std::string_view name) {
  for (int column = 0; column < rows.columns(); ++column) {
    if (rows.column_name(column) == name) return column;
  }
  return -1;
}

Json json_at(const pg::Result& rows, int row, int column) {
  if (column < 0 || rows.is_null(row, column)) return nullptr;
  return Json::parse(rows.text(row, column));
}

std::vector<TraceLink> links_of(const pg::Result& rows) {
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
    link.chave = json_at(rows, row, key);
    link.linha = json_at(rows, row, line);
    link.lote = json_at(rows, row, lot);
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace

std::string trace_query(std::string_view path) {
  for (const trace_sql::File& file : trace_sql::files()) {
    if (file.path == path) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, fmt::format("there is no query {}", path));
}

std::vector<TraceNode> TraceQueries::facts(std::string_view tipo, const Json& keys) {
  const pg::Result rows =
      connection_.query(trace_query(fmt::format("fatos/{}.sql", tipo)), {tenant_, keys.dump()});
  const int farm = column_of(rows, "fazenda");
  std::vector<TraceNode> nodes;
  for (int row = 0; row < rows.rows(); ++row) {
    TraceNode node{std::string(tipo), json_at(rows, row, 0), json_at(rows, row, 1), {}};
    if (const Json of = json_at(rows, row, farm); !of.is_null()) {
      node.filhos.push_back({"fazenda", of["chave"], of["dados"], {}});
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<TraceLink> TraceQueries::links(std::string_view name, const Json& parents,
                                           std::int64_t limit) {
  return links_of(connection_.query(trace_query(fmt::format("ligacoes/{}.sql", name)),
                                    {tenant_, parents.dump(), limit}));
}

std::vector<TraceLink> TraceQueries::carcasses(const Json& orders, std::int64_t limit) {
  const pg::Result days =
      connection_.query(trace_query("ligacoes/ordem_dias.sql"), {tenant_, orders.dump()});
  return links_of(connection_.query(trace_query("ligacoes/ordem_carcacas.sql"),
                                    {tenant_, orders.dump(), limit, days.text(0, 0)}));
}

TraceSources TraceQueries::source_lots(const Json& orders, std::int64_t limit) {
  const pg::Result row =
      connection_.query(trace_query("somas/lotes_de_origem.sql"), {tenant_, orders.dump(), limit});
  TraceSources sources;
  for (const Json& order : orders) sources.ordens.push_back(order);
  sources.lotes = row.integer(0, 0);
  sources.com_escala = row.integer(0, 1);
  sources.com_animais = row.integer(0, 2);
  sources.com_falta = row.integer(0, 3);
  for (const Json& lot : json_at(row, 0, 4)) {
    sources.faltas.push_back({"lote", lot["chave"], lot["dados"], {}});
  }
  return sources;
}

std::vector<TraceLink> TraceQueries::sums(std::string_view name, const Json& parents) {
  return links_of(connection_.query(trace_query(fmt::format("ligacoes/{}.sql", name)),
                                    {tenant_, parents.dump()}));
}

}  // namespace gdo::service
