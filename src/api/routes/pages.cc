#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "api/problem.h"
#include "api/routes/all_routes.h"
#include "api/service.h"
#include "embedded/painel.h"

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

// What the dashboard shows without a file of that name: its views have addresses.
constexpr std::array<std::string_view, 7> kViews = {
    "alertas", "execucoes", "qualidade", "pendencias", "tendencias", "rastreabilidade", "sistema"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".json", "application/json"},
}};

using PageFiles = std::map<std::string_view, std::string_view>;

// Lines "path size", an empty line, the bytes of all in that order (web/pack.mjs). An empty one: a
// program without the dashboard.
PageFiles unpacked(std::string_view pack) {
  PageFiles files;
  const std::size_t end = pack.find("\n\n");
  if (end == std::string_view::npos) return files;
  std::string_view heads = pack.substr(0, end + 1);
  std::string_view bodies = pack.substr(end + 2);
  while (!heads.empty()) {
    const std::string_view head = heads.substr(0, heads.find('\n'));
    heads.remove_prefix(head.size() + 1);
    const std::size_t blank = head.rfind(' ');
    std::size_t size = 0;
    std::from_chars(head.data() + blank + 1, head.data() + head.size(), size);
    files.emplace(head.substr(0, blank), bodies.substr(0, size));
    bodies.remove_prefix(std::min(size, bodies.size()));
  }
  return files;
}

const PageFiles& page_files() {
  static const PageFiles files = unpacked(painel::files().front().text);
  return files;
}

bool is_view(std::string_view path) {
  if (path == "/") return true;
  const std::string_view first = path.substr(1, path.find('/', 1) - 1);
  return std::find(kViews.begin(), kViews.end(), first) != kViews.end();
}

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace

bool is_page_path(const Request& request) {
  return (request.method == "GET" || request.method == "HEAD") &&
         !request.path.starts_with("/api/");
}

Response page_response(const Request& request) {
  const PageFiles& files = page_files();
  const std::string_view name =
      is_view(request.path) ? "index.html" : std::string_view(request.path).substr(1);
  const auto file = files.find(name);
  if (file == files.end() && request.path != "/") refuse_missing();
  const std::string_view text = file == files.end() ? kPlainFrame : file->second;
  Response response = text_response(200, std::string(type_of(name)), std::string(text));
  response.set("Content-Security-Policy", std::string(kPagePolicy));
  // Names of assets carry a hash of their content.
  response.set("Cache-Control",
               name.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

}  // namespace gdo::api
