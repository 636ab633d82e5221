#include "control/alerts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace gdo::service {
namespace {

constexpr const char* kBlockedKind = "modelo_bloqueado";
constexpr const char* kWarningKind = "modelo_aviso";

}  // namespace

void raise_alert(pg::Connection& idle, const std::string& model, const std::string& tenant,
                 const Finding& finding) {
  const std::string message =
      finding.blocking ? fmt::format("{}: a verificação {} falhou; as linhas de antes continuam",
                                     model, finding.check)
                       : fmt::format("{}: a verificação {} encontrou linhas", model, finding.check);
  const nlohmann::json details = {{"modelo", model},
                                  {"verificacao", finding.check},
                                  {"linhas", finding.rows},
                                  {"chaves", finding.keys}};
  idle.query(
      "INSERT INTO alerta (token_cliente, tipo, severidade, chave, mensagem, detalhes) "
      "VALUES ($1, $2, $3, $4, $5, $6::jsonb) ON CONFLICT (chave) WHERE status = 'aberto' "
      "DO UPDATE SET vezes = alerta.vezes + 1, visto_em = clock_timestamp(), "
      "mensagem = excluded.mensagem, detalhes = excluded.detalhes",
      {tenant, finding.blocking ? kBlockedKind : kWarningKind, finding.blocking ? "erro" : "aviso",
       fmt::format("service/{}/{}/{}", model, tenant, finding.check), message, details.dump()});
}

void close_alerts(pg::Connection& connection, const std::string& model, const std::string& tenant) {
  connection.query(
      "UPDATE alerta SET status = 'resolvido', encerrado_em = clock_timestamp() "
      "WHERE status = 'aberto' AND tipo = $1 AND token_cliente = $2 "
      "AND detalhes ->> 'modelo' = $3",
      {kBlockedKind, tenant, model});
}

}  // namespace gdo::service
