#include "monitor/layers.h"

namespace gdo::monitor {
namespace {

constexpr const char* kRaw =
    "SELECT p.nome, to_char(max(l.criado_em), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 0, 0, "
    "coalesce(sum(l.registros_lidos) FILTER (WHERE l.criado_em > now() - interval '1 day'), 0), "
    "coalesce(sum(l.registros_rejeitados) FILTER (WHERE l.criado_em > now() - interval '1 day'), "
    "0) "
    "FROM unnest($1::text[]) WITH ORDINALITY AS p(nome, lugar) "
    "LEFT JOIN lote l ON l.tipo_payload = p.nome AND ($2 = '' OR l.token_cliente = $2) "
    "GROUP BY p.nome, p.lugar ORDER BY p.lugar";

constexpr const char* kTrusted =
    "SELECT p.nome, to_char(max(l.trusted_em), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
    "coalesce(extract(epoch FROM now() - min(l.criado_em) FILTER (WHERE l.trusted_pendente)), 0)"
    "::bigint, count(*) FILTER (WHERE l.trusted_pendente), "
    "coalesce((SELECT sum(e.itens) FROM lote_entidade e WHERE e.tipo_payload = p.nome "
    "AND ($2 = '' OR e.token_cliente = $2) AND e.julgado_em > now() - interval '1 day'), 0), "
    "coalesce((SELECT sum(e.rejeitados) FROM lote_entidade e WHERE e.tipo_payload = p.nome "
    "AND ($2 = '' OR e.token_cliente = $2) AND e.julgado_em > now() - interval '1 day'), 0) "
    "FROM unnest($1::text[]) WITH ORDINALITY AS p(nome, lugar) "
    "LEFT JOIN lote l ON l.tipo_payload = p.nome AND ($2 = '' OR l.token_cliente = $2) "
    "GROUP BY p.nome, p.lugar ORDER BY p.lugar";

constexpr const char* kService =
    "SELECT '*', to_char(max(g.data_hora), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
    "(SELECT coalesce(extract(epoch FROM now() - min(m.criado_em)), 0)::bigint FROM mudanca m "
    "WHERE $1 = '' OR m.token_cliente = $1), "
    "(SELECT count(*) FROM mudanca m WHERE $1 = '' OR m.token_cliente = $1), "
    "coalesce(sum(g.registros_processados) FILTER (WHERE g.status = 'sucesso' "
    "AND g.data_hora > now() - interval '1 day'), 0), 0 "
    "FROM log_processamento g WHERE g.camada = 'service' AND g.status IN ('sucesso', 'finalizado')";

void append(const pg::Result& rows, const std::string& layer, std::vector<LayerState>& states) {
  for (int row = 0; row < rows.rows(); ++row) {
    states.push_back({.tipo_payload = std::string(rows.text(row, 0)),
                      .camada = layer,
                      .ultimo_sucesso = rows.optional_text(row, 1),
                      .atraso_s = rows.integer(row, 2),
                      .fila = rows.integer(row, 3),
                      .registros_dia = rows.integer(row, 4),
                      .rejeitados_dia = rows.integer(row, 5)});
  }
}

}  // namespace

std::vector<LayerState> layer_states(pg::Connection& connection, const contract::Catalog& catalog,
                                     const std::string& tenant) {
  std::vector<std::string> names;
  for (const contract::Payload& payload : catalog.payloads()) names.push_back(payload.name);
  const std::string payloads = pg::text_array(names);
  std::vector<LayerState> states;
  append(connection.query(kRaw, {payloads, tenant}), "raw", states);
  append(connection.query(kTrusted, {payloads, tenant}), "trusted", states);
  append(connection.query(kService, {tenant}), "service", states);
  return states;
}

std::vector<RunRecord> last_runs(pg::Connection& connection, int number) {
  const pg::Result rows = connection.query(
      "SELECT camada, to_char(data_hora, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
      "coalesce(duracao_ms, 0), coalesce(registros_processados, 0), "
      "coalesce(registros_invalidos, 0), hostname, versao_script, mensagem FROM log_processamento "
      "WHERE status = 'finalizado' AND nome_arquivo IS NULL ORDER BY id DESC LIMIT $1",
      {number});
  std::vector<RunRecord> runs;
  for (int row = 0; row < rows.rows(); ++row) {
    runs.push_back({.camada = std::string(rows.text(row, 0)),
                    .data_hora = std::string(rows.text(row, 1)),
                    .duracao_ms = rows.integer(row, 2),
                    .registros = rows.integer(row, 3),
                    .invalidos = rows.integer(row, 4),
                    .hostname = std::string(rows.text(row, 5)),
                    .versao_script = std::string(rows.text(row, 6)),
                    .mensagem = std::string(rows.text(row, 7))});
  }
  return runs;
}

AlertCounts open_alerts(pg::Connection& connection, const std::string& tenant) {
  const pg::Result row = connection.query(
      "SELECT count(*) FILTER (WHERE severidade = 'erro'), "
      "count(*) FILTER (WHERE severidade = 'aviso') FROM alerta WHERE status = 'aberto' "
      "AND ($1 = '' OR token_cliente IS NULL OR token_cliente = $1)",
      {tenant});
  return {.erro = row.integer(0, 0), .aviso = row.integer(0, 1)};
}

FileTroubles file_troubles(pg::Connection& connection, const std::string& tenant) {
  const pg::Result row = connection.query(
      "SELECT (SELECT count(*) FROM arquivo a WHERE a.status = 'erro' "
      "AND ($1 = '' OR a.token_cliente = $1) AND NOT EXISTS (SELECT FROM arquivo n "
      "WHERE n.token_cliente = a.token_cliente AND n.tipo_payload = a.tipo_payload "
      "AND n.nome_arquivo = a.nome_arquivo AND n.id > a.id "
      "AND n.status IN ('carregado', 'duplicado', 'substituido'))), "
      "(SELECT count(*) FROM arquivo WHERE trusted_bloqueado AND ($1 = '' OR token_cliente = $1))",
      {tenant});
  return {.quebrados = row.integer(0, 0), .recusados = row.integer(0, 1)};
}

}  // namespace gdo::monitor
