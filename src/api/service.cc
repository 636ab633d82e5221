#include "api/service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "api/http/handlers.h"
#include "api/routes/all_routes.h"
#include "base/words.h"

namespace gdo::api {
namespace {

// Headers that every answer carries.
void set_common_headers(const Request& request, Response& response) {
  response.set("X-Request-Id", request.id);
  for (const auto& [name, value] : request.answer_headers) response.set(name, value);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  const auto has = [&](std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return header.first == name; });
  };
  if (!has("Cache-Control")) response.set("Cache-Control", "no-store");
  if (!has("Content-Security-Policy")) {
    response.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
  if (request.tls) response.set("Strict-Transport-Security", "max-age=31536000");
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

// A line of JSON on stderr for each request: never a value that was asked for, only which route.
void write_access_line(const Request& request, const std::string& route, const Outcome& outcome) {
  nlohmann::ordered_json line = {{"data_hora", now_text()},
                                 {"id", request.id},
                                 {"origem", request.remote},
                                 {"metodo", request.method},
                                 {"rota", route},
                                 {"status", outcome.status},
                                 {"bytes", outcome.bytes},
                                 {"duracao_us", outcome.duration.count()},
                                 {"completa", outcome.whole}};
  if (!request.caller.empty()) {
    line["chave_api"] = request.caller;
    line["papel"] = request.role;
  }
  const std::string text =
      line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  // One write a line, so that lines of several threads stay whole. A closed stderr loses the log
  // only.
  static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
}

constexpr std::string_view kBearer = "Bearer ";

bool has_bearer(const Request& request) {
  return lowercase(request.header("authorization").substr(0, kBearer.size())) == lowercase(kBearer);
}

std::string random_instance() {
  std::random_device device;
  return fmt::format("{:08x}", device());
}

std::string media_type(std::string_view content_type) {
  return lowercase(content_type.substr(0, content_type.find_first_of("; ")));
}

Problem bad_target() {
  return {.code = "parametro_invalido",
          .detail = said("The address is not well-encoded UTF-8 text.")};
}

// GET answers HEAD, too.
std::string allowed(const Found& found) {
  std::vector<std::string> methods(found.methods.begin(), found.methods.end());
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end())
    methods.emplace_back("HEAD");
  return fmt::format("{}", fmt::join(methods, ", "));
}

Problem no_route(const Request& request, const Found& found) {
  if (found.methods.empty() || request.method.empty()) {
    return {.code = "nao_encontrado", .detail = said("There is nothing at this address.")};
  }
  const std::string methods = allowed(found);
  return {.code = "metodo_nao_aceito", .detail = saidf("Accepted here: {}", methods)};
}

// Which of two values is meant, nobody knows.
std::optional<std::string> name_given_twice(const Request& request) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : request.query) {
    if (!names.insert(name).second) return name;
  }
  return std::nullopt;
}

Problem given_twice(const std::string& name) {
  return {.code = "parametro_invalido",
          .detail = saidf("{} comes twice; several values go into one, with commas.", name),
          .parameter = name};
}

Problem no_key() {
  return {.code = "sem_chave", .detail = said("Send the key: Authorization: Bearer gdo_…")};
}

bool names_route(std::string_view list, std::string_view path) {
  const std::string_view name = path.substr(1, path.find('/', 1) - 1);
  std::size_t at = 0;
  while ((at = list.find(name, at)) != std::string_view::npos) {
    const std::size_t end = at + name.size();
    const auto edge = [&](std::size_t place) {
      return place >= list.size() || !std::isalnum(static_cast<unsigned char>(list[place]));
    };
    if ((at == 0 || edge(at - 1)) && edge(end)) return true;
    at = end;
  }
  return false;
}

}  // namespace

Service::Service(Site& site, std::vector<Route> routes)
    : site_(site), router_(std::move(routes)), instance_(random_instance()) {}

Handlers Service::handlers() {
  return {
      .admit = [this](Request& request) { return admit(request); },
      .answer = [this](Request& request) { return answer(request); },
      .failure = [this](const Request& request,
                        const std::exception_ptr& error) { return failure(request, error); },
      .refuse = [this](const Request& request, Refusal why) { return refuse(request, why); },
      .done = [this](const Request& request, const Outcome& outcome) { done(request, outcome); }};
}

// On the server's thread: asks nobody.
Admission Service::admit(Request& request) {
  request.id = fmt::format("{}-{:x}", instance_, ++requests_);
  const auto refused = [&](const Problem& problem) {
    Response response = problem_response(request, problem);
    set_common_headers(request, response);
    return Admission{.refusal = std::move(response)};
  };
  if (!read_target(request)) return refused(bad_target());
  const Found found = router_.find(request.method, request.segments);
  if (found.route == nullptr) {
    if (found.methods.empty() && is_page_path(request)) return {.lane = Lane::probe};
    Response response = problem_response(request, no_route(request, found));
    if (!found.methods.empty()) {
      response.set("Allow", allowed(found));
    }
    set_common_headers(request, response);
    return {.refusal = std::move(response)};
  }
  const Route& route = *found.route;
  if (route.access == Route::Access::keyed && !has_bearer(request)) return refused(no_key());
  if (const auto twice = name_given_twice(request)) return refused(given_twice(*twice));
  const bool takes_body = !route.body_types.empty();
  const std::string type = media_type(request.header("content-type"));
  const bool known_type =
      std::find(route.body_types.begin(), route.body_types.end(), type) != route.body_types.end();
  if (takes_body && !type.empty() && !known_type) {
    return refused({.code = "tipo_nao_aceito",
                    .detail = saidf("The body comes as {}.", fmt::join(route.body_types, ", "))});
  }
  return {.body_limit = route.body_limit, .lane = route.lane};
}

std::shared_ptr<const Caller> Service::caller_of(const Request& request) const {
  const std::string_view key = request.header("authorization").substr(kBearer.size());
  auto caller = site_.keys.verify(key, request.remote);
  if (caller) return caller;
  throw Refused({.code = "chave_invalida",
                 .detail = said("The key is unknown, expired, revoked, or not for this network.")});
}

Response Service::answer(Request& request) {
  const Found found = router_.find(request.method, request.segments);
  Response response;
  if (found.route == nullptr) {
    response = page_response(request);
  } else if (found.route->access == Route::Access::keyed) {
    response = answer_keyed(request, found);
  } else {
    response = answer_open(request, *found.route);
  }
  set_common_headers(request, response);
  return response;
}

Response Service::answer_open(Request& request, const Route& route) const {
  const bool hidden = route.access == Route::Access::local && !request.loopback &&
                      !names_route(site_.open_routes, route.path);
  if (hidden) {
    throw Refused({.code = "sem_direito",
                   .detail = said("From this machine only; GDO_OPEN_ROUTES opens it to others.")});
  }
  return route.open(request);
}

void Service::require_rate(Request& request, const Caller& caller) const {
  if (site_.rate_limit == nullptr || !site_.rate_limit->limited()) return;
  const RateLimit::Verdict verdict = site_.rate_limit->take(caller.id);
  request.answer_headers = site_.rate_limit->fields(verdict);
  if (verdict.allowed) return;
  throw Refused({.code = "muitas_requisicoes",
                 .detail = said("This key asks more a second than it may (GDO_RATE_LIMIT)."),
                 .retry_after_s = std::max(1, verdict.reset_s)});
}

Response Service::answer_keyed(Request& request, const Found& found) {
  const auto caller = caller_of(request);
  request.caller = caller->id;
  request.role = to_text(caller->role);
  require_rate(request, *caller);
  if (found.route->may && !found.route->may(caller->role)) {
    throw Refused({.code = "sem_direito",
                   .detail = saidf("Role {} may not do this.", to_text(caller->role))});
  }
  Call call{.request = request,
            .site = site_,
            .caller = caller,
            .tenant = tenant_of_call(request, *caller, site_),
            .in_clear = sees_in_clear(request, *caller),
            .args = found.args};
  return found.route->answer(call);
}

Response Service::failure(const Request& request, const std::exception_ptr& error) const {
  Response response = problem_response(request, problem_of(error));
  set_common_headers(request, response);
  return response;
}

Response Service::refuse(const Request& request, Refusal why) const {
  Problem problem = {.code = "parametro_invalido",
                     .detail = said("The request is not well-formed HTTP/1.1.")};
  if (why == Refusal::head_too_large) {
    problem = {
        .code = "grande_demais", .detail = said("The headers are over 32 kB."), .status = 431};
  } else if (why == Refusal::body_too_large) {
    problem = {.code = "grande_demais",
               .detail = said("The body is larger than is taken here (GDO_MAX_UPLOAD).")};
  } else if (why == Refusal::too_slow) {
    problem = {.code = "tempo_esgotado",
               .detail = said("The request did not arrive whole in time."),
               .status = 408};
  } else if (why == Refusal::overloaded) {
    problem = {.code = "banco_indisponivel",
               .detail = said("Too many requests at once; try in a moment.")};
  }
  Response response = problem_response(request, problem);
  set_common_headers(request, response);
  return response;
}

void Service::done(const Request& request, const Outcome& outcome) {
  const Found found = router_.find(request.method, request.segments);
  const std::string route = found.route == nullptr ? "-" : found.route->path;
  site_.metrics.count(route, request.method, outcome.status, outcome.duration, outcome.bytes,
                      outcome.whole);
  write_access_line(request, route, outcome);
}

}  // namespace gdo::api
