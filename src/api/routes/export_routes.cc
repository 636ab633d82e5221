#include "api/problem.h"
#include "api/query/list_sql.h"
#include "api/routes/all_routes.h"
#include "api/routes/subject.h"
#include "export/documents.h"
#include "trace/things.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kExportTime{300};

// A document's text, as it is written, to the client.
class ClientOutput : public exports::ExportOutput {
 public:
  explicit ClientOutput(BodyWriter& writer) : writer_(writer) {}
  [[nodiscard]] bool write(std::string_view text) override { return writer_.write(text); }
  void reached(const exports::ExportPosition&) override {}
  void stopped(const exports::ExportPosition&) override {}
  void finish() override {}

 private:
  BodyWriter& writer_;
};

// What ?venda= or ?caixa= names, when the caller may see it.
trace::FoundKey exported_subject(const Call& call, pg::Connection& connection) {
  refuse_unknown_parameters(call.request, {"venda", "caixa", "cliente", "pessoais"});
  const auto sale = call.request.parameter("venda");
  const auto box = call.request.parameter("caixa");
  if (sale.has_value() == box.has_value()) {
    throw Refused({.code = "parametro_invalido",
                   .detail = said("Say venda=CNPJ/ORDER/LOAD or caixa=PLANT/BARCODE."),
                   .parameter = "venda"});
  }
  const Resource& resource = *find_resource(sale ? "vendas" : "caixas");
  const std::vector<std::string> parts = trace::key_parts(sale ? *sale : *box);
  if (parts.size() != resource.key.size()) refuse_missing();
  return subject_of(call, resource, connection, parts);
}

Response epcis_answer(Call& call) {
  if (call.in_clear) note_disclosure(call, "exportacao epcis");
  // It makes temporary tables: not read only.
  auto session = std::make_shared<Session>(call.site.pool, call, kExportTime, Session::Mode::write);
  const trace::FoundKey key = exported_subject(call, session->connection());
  Response response;
  response.set("Content-Type", "application/ld+json");
  response.stream = [session, key, tenant = call.tenant](BodyWriter& writer) {
    trace::EventScope scope;
    scope.tenant = tenant;
    pg::Connection& connection = session->connection();
    const std::string created = exports::epcis_created(connection, tenant);
    trace::scope_of_key(connection, scope, key);
    ClientOutput output(writer);
    const StopFlag never;
    exports::export_epcis(connection, scope, created, std::nullopt, output, never);
  };
  return response;
}

// Where a person's farm is, to the metre, is what the document is for: it is noted in any case.
Response eudr_answer(Call& call) {
  note_disclosure(call, "exportacao eudr");
  auto session = std::make_shared<Session>(call.site.pool, call, kExportTime, Session::Mode::write);
  const trace::FoundKey key = exported_subject(call, session->connection());
  Response response;
  response.set("Content-Type", "application/geo+json");
  response.stream = [session, key, tenant = call.tenant,
                     personal = call.in_clear](BodyWriter& writer) {
    trace::EventScope scope;
    scope.tenant = tenant;
    trace::scope_of_key(session->connection(), scope, key);
    ClientOutput output(writer);
    exports::export_eudr(session->connection(), scope, key, personal, output);
  };
  return response;
}

Route document_route(std::string path, std::string summary, std::string type) {
  Route route;
  route.method = "GET";
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.lane = Lane::slow;
  route.types = {std::move(type)};
  route.parameters = {{"venda", "string", "CNPJ/PEDIDO/CARGA; parte vazia: -"},
                      {"caixa", "string", "UNIDADE/CODIGO"}};
  return route;
}

}  // namespace

std::vector<Route> export_routes() {
  Route epcis =
      document_route("/api/v1/exportacao/epcis", "eventos GS1 EPCIS 2.0 de uma caixa ou venda",
                     "application/ld+json");
  epcis.answer = epcis_answer;
  Route eudr = document_route("/api/v1/exportacao/eudr",
                              "onde ficam as fazendas de uma caixa ou venda (UE 2023/1115)",
                              "application/geo+json");
  eudr.answer = eudr_answer;
  return {epcis, eudr};
}

}  // namespace gdo::api
