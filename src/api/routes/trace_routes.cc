#include <fmt/format.h>

#include <map>

#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/routes/all_routes.h"
#include "api/routes/route.h"
#include "api/routes/subject.h"
#include "lineage/lake_proof.h"
#include "lineage/masked_record.h"
#include "pg/repeated_statements.h"

namespace gdo::api {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBarcodes = 1000;
constexpr std::int64_t kLineageRows = 1000;
constexpr std::chrono::seconds kTraceTime{30};

// The statements of a trace have one good plan each. PostgreSQL would plan those over partitions
// anew each time, which takes longer than they do. A cluster finds a statement's node by its
// values, and refuses those without.
void plan_once(const Call& call, pg::Connection& in_transaction) {
  if (call.site.pool.of_nodes()) return;
  pg::send_ahead(in_transaction, {"SET LOCAL plan_cache_mode = force_generic_plan"});
}

Response trace_answer(Call& call, const Resource& resource) {
  refuse_unknown_parameters(call.request, {"cliente", "pessoais"});
  if (call.in_clear) note_disclosure(call, "rastreabilidade de " + resource.name);
  Session session(call.site.pool, call, kTraceTime);
  const std::string tag = entity_tag(call, session.connection());
  if (auto unchanged = not_modified(call, tag)) return *unchanged;
  plan_once(call, session.connection());
  const trace::FoundKey key = traced_subject(call, resource, session.connection());
  Response response = json_response(trace_for(call, session.connection(), key));
  set_tag(response, tag);
  return response;
}

// The units of boxes with these barcodes that the caller may see.
std::multimap<std::string, std::string> units_of(const Call& call, pg::Connection& connection,
                                                 const std::vector<std::string>& barcodes) {
  const Resource& boxes = *find_resource("caixas");
  ListQuery query;
  query.fields = {boxes.column("codigo_barras"), boxes.column("nr_unidade_desossa")};
  query.conditions = {{boxes.column("codigo_barras"), Condition::Kind::equal, barcodes}};
  for (const std::size_t column : boxes.table.key) query.order.push_back({column, false});
  const Statement statement =
      rows_statement(boxes, query, fetched_table(boxes, query), call.view(), std::nullopt, 0);
  const pg::Result rows = connection.query(statement.sql, statement.params);
  std::multimap<std::string, std::string> units;
  for (int row = 0; row < rows.rows(); ++row) {
    units.emplace(std::string(rows.text(row, 0)), std::string(rows.text(row, 1)));
  }
  return units;
}

trace::FoundKey box_key(const Call& call, const std::string& unit, const std::string& barcode) {
  return {"caixa", call.tenant, {{"nr_unidade_desossa", unit}, {"codigo_barras", barcode}}};
}

Response barcode_answer(Call& call) {
  refuse_unknown_parameters(call.request, {"cliente", "pessoais"});
  if (call.in_clear) note_disclosure(call, "rastreabilidade de caixas");
  Session session(call.site.pool, call, kTraceTime);
  const std::string& barcode = call.args.front();
  const auto units = units_of(call, session.connection(), {barcode});
  if (units.empty()) refuse_missing();
  if (units.size() > 1) {
    Problem problem = {
        .code = "codigo_em_duas_unidades",
        .detail = said("More than one plant used this barcode; say which in the path.")};
    for (const auto& [code, unit] : units) problem.more["unidades"].push_back(unit);
    throw Refused(std::move(problem));
  }
  const std::string tag = entity_tag(call, session.connection());
  if (auto unchanged = not_modified(call, tag)) return *unchanged;
  plan_once(call, session.connection());
  Response response = json_response(
      trace_for(call, session.connection(), box_key(call, units.begin()->second, barcode)));
  set_tag(response, tag);
  return response;
}

std::vector<std::string> asked_barcodes(const Request& request) {
  const Json document = Json::parse(request.body.text(), nullptr, false);
  const auto refuse = [] {
    throw Refused(
        {.code = "documento_invalido",
         .detail = said("The body is {\"codigos_barras\": [\"…\"]}, with 1 to 1,000 codes.")});
  };
  if (!document.is_object() || !document.contains("codigos_barras")) refuse();
  const Json& codes = document["codigos_barras"];
  if (!codes.is_array() || codes.empty() || codes.size() > kMostBarcodes) refuse();
  std::vector<std::string> barcodes;
  for (const Json& code : codes) {
    if (!code.is_string()) refuse();
    barcodes.push_back(code.get<std::string>());
  }
  return barcodes;
}

Json barcode_result(const Call& call, pg::Connection& connection, const std::string& barcode,
                    const std::multimap<std::string, std::string>& units) {
  Json result = {{"codigo_barras", barcode}};
  const auto [first, last] = units.equal_range(barcode);
  const auto count = std::distance(first, last);
  result["encontrada"] = count == 1;
  if (count > 1) {
    result["codigo"] = "codigo_em_duas_unidades";
    for (auto unit = first; unit != last; ++unit) result["unidades"].push_back(unit->second);
  }
  if (count != 1) return result;
  const Json trace = trace_for(call, connection, box_key(call, first->second, barcode));
  for (const auto& [name, value] : trace.items()) result[name] = value;
  return result;
}

// Answers as it goes: the traces of 1,000 boxes are never in memory together.
Response barcodes_answer(Call& call) {
  refuse_unknown_parameters(call.request, {"cliente", "pessoais"});
  const std::vector<std::string> barcodes = asked_barcodes(call.request);
  if (call.in_clear) note_disclosure(call, "rastreabilidade de caixas");
  auto session = std::make_shared<Session>(call.site.pool, call, kTraceTime);
  const auto units = units_of(call, session->connection(), barcodes);
  plan_once(call, session->connection());
  Response response;
  response.set("Content-Type", "application/json");
  response.stream = [call, session, barcodes, units](BodyWriter& writer) {
    std::string piece = "{\"resultados\":[";
    for (std::size_t i = 0; i < barcodes.size(); ++i) {
      if (i > 0) piece += ",\n";
      piece += barcode_result(call, session->connection(), barcodes[i], units)
                   .dump(-1, ' ', false, Json::error_handler_t::replace);
      if (!writer.write(piece)) return;
      piece.clear();
    }
    static_cast<void>(writer.write("]}\n"));
  };
  return response;
}

// The lake is read without a database connection in hand.
Response lineage_answer(Call& call, const Resource& resource) {
  refuse_unknown_parameters(call.request, {"cliente", "pessoais"});
  if (call.in_clear) note_disclosure(call, "linhagem de " + resource.name);
  lineage::Lineage found;
  {
    Session session(call.site.pool, call, kTraceTime, Session::Mode::write);
    found = lineage::lineage(session.connection(), row_of(call, resource, session.connection()),
                             kLineageRows);
  }
  const std::unique_ptr<store::ObjectStore> lake = call.site.open_lake();
  std::vector<lineage::FileProof> proofs;
  for (const lineage::FileOrigin& file : found.files) {
    if (call.client() != nullptr && call.client()->gone()) break;
    proofs.push_back(lineage::prove(*lake, file, call.site.read_limits));
    if (!call.in_clear) lineage::mask_proof(call.site.catalog, file, proofs.back());
  }
  found.files.resize(proofs.size());
  return json_response(lineage::lineage_document(found, proofs));
}

Route route_of(const Resource& resource, std::string_view last) {
  Route route;
  route.method = "GET";
  route.path = "/api/v1/" + resource.name;
  for (const std::string& part : resource.key) route.path += fmt::format("/{{{}}}", part);
  route.path += fmt::format("/{}", last);
  route.resource = &resource;
  route.may = [&resource](Role role) { return may_read(role, resource); };
  return route;
}

const std::vector<Described>& trace_members() {
  static const std::vector<Described> members = {
      {"tipo", "string", "caixa, venda, ordem, lote ou animal"},
      {"token_cliente", "string", ""},
      {"chave", "object", "as colunas da chave"},
      {"rastreavel", "boolean", ""},
      {"motivo", "string?", "por que não"},
      {"dados", "object", "o que se sabe dela"},
      {"origem", "array", "nós: tipo, chave, dados, filhos"},
      {"destino", "array", "nós: tipo, chave, dados, filhos"}};
  return members;
}

void add_barcode_routes(std::vector<Route>& routes) {
  const Resource& boxes = *find_resource("caixas");
  Route one;
  one.method = "GET";
  one.path = "/api/v1/caixas/{codigo_barras}/rastreabilidade";
  one.summary = "de onde veio e para onde foi a caixa com este código; 409 se duas unidades o têm";
  one.may = [&boxes](Role role) { return may_read(role, boxes); };
  one.answer = barcode_answer;
  one.members = trace_members();
  Route many = one;
  many.method = "POST";
  many.path = "/api/v1/caixas/rastreabilidade";
  many.summary = "o mesmo de até 1.000 códigos, na ordem pedida";
  many.lane = Lane::slow;
  many.body_limit = 256U << 10U;
  many.body_types = {"application/json"};
  many.answer = barcodes_answer;
  many.members = {{"resultados", "array", "codigo_barras, encontrada e o documento de cada uma"}};
  routes.push_back(std::move(one));
  routes.push_back(std::move(many));
}

}  // namespace

std::vector<Route> trace_routes() {
  std::vector<Route> routes;
  for (const Resource& resource : resources()) {
    if (!resource.gold) continue;
    if (!trace_type(resource).empty()) {
      Route trace = route_of(resource, "rastreabilidade");
      trace.summary = "de onde veio e para onde foi";
      trace.answer = [&resource](Call& call) { return trace_answer(call, resource); };
      trace.members = trace_members();
      routes.push_back(std::move(trace));
    }
    Route lineage = route_of(resource, "linhagem");
    lineage.summary = "os arquivos e bytes de que a linha foi feita, conferidos no lago";
    lineage.lane = Lane::slow;
    lineage.may = [&resource](Role role) {
      return role != Role::retail && may_read(role, resource);
    };
    lineage.answer = [&resource](Call& call) { return lineage_answer(call, resource); };
    lineage.members = {{"tabela", "string", ""},
                       {"chave", "object", ""},
                       {"origens", "array", "registros: arquivo, geracao, sha256, bytes, confere"}};
    routes.push_back(std::move(lineage));
  }
  add_barcode_routes(routes);
  return routes;
}

}  // namespace gdo::api
