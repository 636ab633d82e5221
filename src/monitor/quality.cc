#include "monitor/quality.h"

#include <fmt/format.h>

#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

pg::Result ask(pg::Connection& connection, const std::string& sql, const QualityRequest& request) {
  return connection.query(sql, {request.tenant, request.payload, request.lote});
}

}  // namespace

std::vector<OpenReason> open_reasons(pg::Connection& connection, const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::open_reasons, request);
  std::vector<OpenReason> reasons;
  for (int row = 0; row < rows.rows(); ++row) {
    reasons.push_back({.camada = std::string(rows.text(row, 0)),
                       .tipo_payload = std::string(rows.text(row, 1)),
                       .regra = std::string(rows.text(row, 2)),
                       .abertos = rows.integer(row, 3)});
  }
  return reasons;
}

std::vector<EntityQuality> entity_quality(pg::Connection& connection,
                                          const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::entity_quality, request);
  std::vector<EntityQuality> entities;
  for (int row = 0; row < rows.rows(); ++row) {
    entities.push_back({.tipo_payload = std::string(rows.text(row, 0)),
                        .entidade = std::string(rows.text(row, 1)),
                        .lotes = rows.integer(row, 2),
                        .itens = rows.integer(row, 3),
                        .aceitos = rows.integer(row, 4),
                        .com_avisos = rows.integer(row, 5),
                        .rejeitados = rows.integer(row, 6),
                        .inseridos = rows.integer(row, 7),
                        .atualizados = rows.integer(row, 8),
                        .superados = rows.integer(row, 9),
                        .filhos = rows.integer(row, 10)});
  }
  return entities;
}

std::vector<RuleQuality> rule_quality(pg::Connection& connection, const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::rule_quality, request);
  std::vector<RuleQuality> rules;
  for (int row = 0; row < rows.rows(); ++row) {
    rules.push_back({.tipo_payload = std::string(rows.text(row, 0)),
                     .entidade = std::string(rows.text(row, 1)),
                     .campo = std::string(rows.text(row, 2)),
                     .regra = std::string(rows.text(row, 3)),
                     .acao = std::string(rows.text(row, 4)),
                     .passo = rows.boolean(row, 5),
                     .verificados = rows.integer(row, 6),
                     .alterados = rows.integer(row, 7),
                     .violados = rows.integer(row, 8)});
  }
  return rules;
}

}  // namespace gdo::monitor
