#include <fmt/format.h>

#include "api/problem.h"
#include "api/routes/all_routes.h"
#include "api/service.h"

namespace gdo::api {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;"
    "color:#1b1f23;background:#fff}code{background:#f3f4f6;padding:.1em .3em}h2{font-size:1rem;"
    "margin:2rem 0 .3rem}table{border-collapse:collapse;width:100%}td{padding:.2rem .6rem .2rem 0;"
    "vertical-align:top}@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#15181c}"
    "code{background:#262b31}a{color:#8ab4f8}}";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string parameters_html(const nlohmann::ordered_json& operation) {
  std::string rows;
  for (const auto& parameter : operation["parameters"]) {
    rows += fmt::format("<tr><td><code>{}</code></td><td>{}</td></tr>",
                        escaped(parameter["name"].get<std::string>()),
                        escaped(parameter.value("description", "")));
  }
  if (rows.empty()) return "";
  return fmt::format("<details><summary>parâmetros</summary><table>{}</table></details>", rows);
}

std::string page_html(const nlohmann::ordered_json& document) {
  std::string html =
      "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>API do GDO</title><link rel=\"stylesheet\" href=\"/docs/estilo.css\"></head><body>"
      "<h1>API do GDO</h1><p>A chave vai em <code>Authorization: Bearer gdo_…</code>. "
      "Descrição para programas: <a href=\"/api/v1/openapi.json\">openapi.json</a>. "
      "<a href=\"/docs/erros\">Erros</a>.</p>";
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      std::string verb = method;
      for (char& c : verb) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      html +=
          fmt::format("<h2><code>{} {}</code></h2><p>{}</p>{}", verb, escaped(path),
                      escaped(operation["summary"].get<std::string>()), parameters_html(operation));
    }
  }
  return html + "</body></html>\n";
}

std::string errors_html() {
  std::string html =
      "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\"><title>Erros da API do "
      "GDO</title><link rel=\"stylesheet\" href=\"/docs/estilo.css\"></head><body><h1>Erros</h1>"
      "<p>Cada um é <code>application/problem+json</code> (RFC 9457).</p>";
  for (const ProblemKind& kind : problem_kinds()) {
    const Text title = said(kind.title);
    html += fmt::format(
        "<h2 id=\"{0}\"><code>{0}</code> ({1})</h2><p>{2} · <span lang=\"en\">{3}"
        "</span></p>",
        kind.code, kind.status, title.pt, title.en);
  }
  return html + "</body></html>\n";
}

Response html_response(std::string html) {
  Response response = text_response(200, "text/html; charset=utf-8", std::move(html));
  response.set("Content-Security-Policy", std::string(kPagePolicy));
  response.set("Cache-Control", "no-cache");
  return response;
}

Route page_route(std::string path, std::string summary, std::string type,
                 std::function<Response(Request&)> answer) {
  Route route{.method = "GET", .path = std::move(path), .summary = std::move(summary)};
  route.access = Route::Access::local;
  route.lane = Lane::probe;
  route.types = {std::move(type)};
  route.open = std::move(answer);
  return route;
}

}  // namespace

std::vector<Route> document_routes(const std::vector<Route>& routes) {
  const auto document = std::make_shared<nlohmann::ordered_json>();
  std::vector<Route> own;
  own.push_back(page_route("/api/v1/openapi.json", "esta descrição", "application/json",
                           [document](Request&) { return json_response(*document); }));
  own.back().access = Route::Access::open;
  own.push_back(page_route("/docs", "a API, para pessoas", "text/html",
                           [document](Request&) { return html_response(page_html(*document)); }));
  own.push_back(page_route("/docs/erros", "os erros, um a um", "text/html",
                           [](Request&) { return html_response(errors_html()); }));
  own.push_back(page_route("/docs/estilo.css", "o estilo destas páginas", "text/css", [](Request&) {
    return text_response(200, "text/css; charset=utf-8", std::string(kStyle));
  }));
  std::vector<Route> all = routes;
  all.insert(all.end(), own.begin(), own.end());
  *document = openapi_document(all);
  return own;
}

}  // namespace gdo::api
