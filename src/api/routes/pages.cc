#include "api/routes/pages.h"

#include "api/problem.h"
#include "api/service.h"

namespace gdo::api {
namespace {

constexpr std::string_view kPlainFrame =
    "<!doctype html>\n<html lang=\"pt-BR\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    "<title>GDO</title></head><body><main><h1>GDO</h1>"
    "<p>O servidor está no ar. Este programa foi compilado sem o painel.</p>"
    "<ul><li><a href=\"/docs\">Documentação da API</a></li>"
    "<li><a href=\"/api/v1/openapi.json\">OpenAPI</a></li>"
    "<li><a href=\"/readyz\">Pronto?</a></li></ul></main></body></html>\n";

}  // namespace

bool is_page_path(const Request& request) {
  return (request.method == "GET" || request.method == "HEAD") &&
         !request.path.starts_with("/api/");
}

Response page_response(const Request& request) {
  if (request.path != "/") refuse_missing();
  Response response = text_response(200, "text/html; charset=utf-8", std::string(kPlainFrame));
  response.set("Content-Security-Policy", std::string(kPagePolicy));
  response.set("Cache-Control", "no-cache");
  return response;
}

}  // namespace gdo::api
