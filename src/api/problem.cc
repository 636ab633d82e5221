#include "api/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "api/http/request.h"
#include "base/log.h"
#include "base/translation.h"

namespace gdo::api {
namespace {

constexpr std::array kProblems = {
    ProblemKind{"parametro_desconhecido", 400, tr_later("Unknown parameter")},
    ProblemKind{"parametro_invalido", 400, tr_later("Bad parameter value")},
    ProblemKind{"cursor_invalido", 400, tr_later("Bad cursor")},
    ProblemKind{"documento_invalido", 400, tr_later("Bad document")},
    ProblemKind{"sem_chave", 401, tr_later("No key")},
    ProblemKind{"chave_invalida", 401, tr_later("Bad key")},
    ProblemKind{"sem_direito", 403, tr_later("No right")},
    ProblemKind{"nao_encontrado", 404, tr_later("Not found")},
    ProblemKind{"metodo_nao_aceito", 405, tr_later("Method not allowed")},
    ProblemKind{"codigo_em_duas_unidades", 409, tr_later("Barcode known to two plants")},
    ProblemKind{"conflito", 409, tr_later("Conflict")},
    ProblemKind{"grande_demais", 413, tr_later("Too large")},
    ProblemKind{"tipo_nao_aceito", 415, tr_later("Type not accepted")},
    ProblemKind{"muitas_requisicoes", 429, tr_later("Too many requests")},
    ProblemKind{"interno", 500, tr_later("Internal error")},
    ProblemKind{"banco_indisponivel", 503, tr_later("Database unavailable")},
    ProblemKind{"tempo_esgotado", 504, tr_later("Out of time")},
};

const ProblemKind& kind_of(std::string_view code) {
  for (const ProblemKind& kind : kProblems) {
    if (kind.code == code) return kind;
  }
  return *std::find_if(kProblems.begin(), kProblems.end(),
                       [](const ProblemKind& kind) { return kind.code == "interno"; });
}

Problem internal_problem() {
  return {.code = "interno",
          .detail = said("Something failed on this side; the server's log says what, by this id.")};
}

// Nobody reads it; the access log and the metrics tell it from our own failures.
Problem client_left() {
  return {.code = "interno", .detail = said("The client left before the answer."), .status = 499};
}

Problem of_error(const Error& error) {
  const bool bad_value = error.sqlstate().starts_with("22");
  if (error.sqlstate() == "57014") {
    return {.code = "tempo_esgotado",
            .detail = said("The query took too long; narrow its filters.")};
  }
  if (bad_value) {
    return {.code = "parametro_invalido", .detail = said("A value is not of its column's type.")};
  }
  switch (error.kind()) {
    case ErrorKind::interrupted:
      return client_left();
    case ErrorKind::not_found:
      return {.code = "nao_encontrado", .detail = said("There is no such thing.")};
    case ErrorKind::transient:
    case ErrorKind::database_unreachable:
    case ErrorKind::lake_unreachable:
      return {.code = "banco_indisponivel", .detail = said("Try again in a moment.")};
    default:
      return internal_problem();
  }
}

}  // namespace

std::span<const ProblemKind> problem_kinds() { return kProblems; }

bool wants_english(std::string_view accept_language) {
  double english = -1;
  double portuguese = -1;
  for (const HeaderItem& range : header_items(accept_language)) {
    if (range.name.starts_with("en")) english = std::max(english, range.weight());
    if (range.name.starts_with("pt")) portuguese = std::max(portuguese, range.weight());
  }
  return english > 0 && english > portuguese;
}

Response problem_response(const Request& request, const Problem& problem) {
  const ProblemKind& kind = kind_of(problem.code);
  const int status = problem.status > 0 ? problem.status : kind.status;
  const bool english = wants_english(request.header("accept-language"));
  const auto in_language = [english](const Text& text) { return english ? text.en : text.pt; };
  nlohmann::ordered_json document = {{"type", fmt::format("/docs/erros#{}", kind.code)},
                                     {"title", in_language(said(kind.title))},
                                     {"status", status},
                                     {"detail", in_language(problem.detail)},
                                     {"instance", request.path.empty() ? "/" : request.path},
                                     {"codigo", kind.code}};
  if (!problem.parameter.empty()) document["parametro"] = problem.parameter;
  for (const auto& [name, value] : problem.more.items()) document[name] = value;
  document["id"] = request.id;
  Response response = text_response(
      status, "application/problem+json",
      document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  response.set("Content-Language", english ? "en" : "pt-BR");
  if (status == 503 || status == 429)
    response.set("Retry-After", std::to_string(problem.retry_after_s));
  if (status == 401) response.set("WWW-Authenticate", "Bearer realm=\"gdo\"");
  return response;
}

Problem problem_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Refused& refused) {
    return refused.problem();
  } catch (const Error& error) {
    Problem problem = of_error(error);
    const bool ours = problem.code == "interno" && problem.status == 0;
    if (ours || problem.code == "banco_indisponivel") {
      log::warn("{}", error.what());
    }
    return problem;
  } catch (const std::exception& error) {
    log::error("unexpected: {}", error.what());
    return internal_problem();
  }
}

}  // namespace gdo::api
