#include "api/problem.h"
#include "api/routes/all_routes.h"
#include "api/upload.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kLedgerTime{30};

const contract::Payload& asked_payload(const Call& call) {
  const contract::Payload* payload = call.site.catalog.payload_of_folder(call.args.front());
  if (payload == nullptr) refuse_missing();
  return *payload;
}

Upload upload_of(const Call& call) {
  return {.tenant = call.tenant,
          .payload = asked_payload(call),
          .name = call.request.parameter("nome").value_or(""),
          .content_digest = std::string(call.request.header("content-digest")),
          .body = call.request.body.whole()};
}

Response upload_response(const UploadAnswer& answer, int status) {
  if (!answer.problem) return json_response(answer.document, status);
  Problem problem = {.code = answer.problem->code,
                     .detail = answer.problem->detail,
                     .parameter = answer.problem->parameter};
  if (answer.problem->line > 0) {
    problem.more["linha"] = answer.problem->line;
    problem.more["coluna"] = answer.problem->column;
  }
  throw Refused(std::move(problem));
}

Response validate(Call& call) {
  refuse_unknown_parameters(call.request, {"nome", "cliente"});
  return upload_response(validate_upload(upload_of(call), call.site.read_limits), 200);
}

Response take(Call& call) {
  refuse_unknown_parameters(call.request, {"nome", "cliente"});
  const Upload upload = upload_of(call);
  const std::unique_ptr<store::ObjectStore> lake = call.site.open_lake();
  Session session(call.site.pool, call, kLedgerTime);
  const UploadAnswer answer =
      take_upload(upload, call.site.read_limits, *lake, session.connection());
  return upload_response(answer, answer.duplicate ? 200 : 202);
}

Route upload_route(std::string path, std::string summary, int success,
                   std::function<Response(Call&)> answer) {
  Route route;
  route.method = "POST";
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.lane = Lane::slow;
  route.success = success;
  route.may = [](Role role) { return role != Role::retail; };
  route.answer = std::move(answer);
  route.body_types = {"application/json",        "application/jsonl",  "application/x-ndjson",
                      "application/gzip",        "application/x-gzip", "application/zstd",
                      "application/octet-stream"};
  route.parameters = {{"nome", "string", "como o arquivo se chama"}};
  route.members = {{"arquivo", "string", "em pending/"},
                   {"sha256", "string", ""},
                   {"duplicado", "boolean", "estes bytes já vieram"},
                   {"aceitos", "integer", "itens"},
                   {"com_avisos", "integer", ""},
                   {"rejeitados", "integer", ""},
                   {"registros", "array", "os rejeitados, no máximo 1.000"}};
  return route;
}

}  // namespace

std::vector<Route> upload_routes(const Site& site) {
  std::vector<Route> routes = {
      upload_route("/api/v1/payloads/{payload}", "entrega um documento, julgado à medida que vem",
                   202, take),
      upload_route("/api/v1/payloads/{payload}/validacao", "julga um documento sem carregá-lo", 200,
                   validate)};
  // What is only judged may have no name.
  routes.back().members.front().type = "string?";
  for (Route& route : routes) route.body_limit = site.max_upload;
  return routes;
}

}  // namespace gdo::api
