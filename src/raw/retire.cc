#include "raw/retire.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace gdo::raw {
namespace {

constexpr const char* kToRetire =
    "SELECT status, tipo_payload, nome_arquivo, lote_id, original_id FROM arquivo WHERE id = $1 "
    "FOR UPDATE";

constexpr const char* kRetire =
    "UPDATE arquivo SET status = 'retirado', retirado_em = clock_timestamp(), retirado_por = $2, "
    "motivo_retirada = $3, trusted_bloqueado = false WHERE id = $1";

// The delivery that it had replaced under its name, unless the same bytes live on elsewhere.
constexpr const char* kRestoreOlder =
    "UPDATE arquivo o SET status = 'carregado' WHERE o.id = (SELECT s.id FROM arquivo s "
    "JOIN arquivo r ON r.id = $1 AND s.token_cliente = r.token_cliente "
    "AND s.tipo_payload = r.tipo_payload AND s.nome_arquivo = r.nome_arquivo "
    "WHERE s.status = 'substituido' AND NOT EXISTS (SELECT FROM arquivo v "
    "WHERE v.token_cliente = s.token_cliente AND v.tipo_payload = s.tipo_payload "
    "AND v.status = 'carregado' AND (v.nome_arquivo = s.nome_arquivo OR v.sha256 = s.sha256)) "
    "ORDER BY s.id DESC LIMIT 1)";

constexpr const char* kCloseRejections =
    "UPDATE registro_rejeitado SET status = 'descartado', encerrado_em = clock_timestamp(), "
    "encerrado_por = $2, motivo_descarte = $3 WHERE arquivo_id = $1 AND camada = 'raw' "
    "AND status = 'aberto'";

std::string why_not_retired(const pg::Result& file) {
  if (file.rows() == 0) return "there is no such file";
  const std::string_view status = file.text(0, 0);
  if (status == "carregado" || status == "substituido") return {};
  if (status == "duplicado") {
    return fmt::format("it loaded nothing: its bytes came with file {}; retire that one",
                       file.text(0, 4));
  }
  if (status == "retirado") return "it is taken back already";
  return fmt::format("its status is {}: it loaded nothing that could be taken back", status);
}

}  // namespace

std::string retire_file(pg::Connection& idle, LogManager& log, std::int64_t id,
                        const std::string& why) {
  pg::Transaction transaction(idle);
  const pg::Result file = idle.query(kToRetire, {id});
  if (std::string refusal = why_not_retired(file); !refusal.empty()) return refusal;
  const std::string& who = log.identity().usuario;
  idle.query(kRetire, {id, who, why});
  idle.query(kRestoreOlder, {id});
  idle.query(kCloseRejections, {id, who, why});
  idle.query("UPDATE lote SET trusted_pendente = true WHERE id = $1", {file.integer(0, 3)});
  const LogEntry entry{.tipo_payload = std::string(file.text(0, 1)),
                       .nome_arquivo = std::string(file.text(0, 2)),
                       .status = LogStatus::alerta,
                       .mensagem = "entrega retirada pelo operador: suas linhas deixam trusted",
                       .detalhes = nlohmann::json{{"arquivo_id", id}, {"motivo", why}}.dump(),
                       .lote_id = file.integer(0, 3)};
  log.write(idle, {&entry, 1});
  transaction.commit();
  return {};
}

}  // namespace gdo::raw
