#include "raw/delivery_alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gdo::raw {
namespace {

// In the order of keys: two lotes that alert of the same files wait for each other at the most.
constexpr const char* kFutureNames =
    "INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes) "
    "SELECT $1, 'nome_no_futuro', 'aviso', 'raw/nome_no_futuro/' || $1 || '/' || $2 || '/' || "
    "nome, "
    "'o horário no nome de ' || nome || ' é posterior ao do próprio objeto: não é acreditado, e "
    "qualquer outra entrega vence a deste arquivo', "
    "jsonb_build_object('tipo_payload', $2::text, 'nome_arquivo', nome) "
    "FROM unnest($3::text[]) AS f(nome) ORDER BY nome "
    "ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE SET vezes = a.vezes + 1, "
    "visto_em = clock_timestamp()";

constexpr const char* kStanding =
    "INSERT INTO alerta (tipo, severidade, chave, mensagem) "
    "SELECT split_part(u.chave, '/', 2), 'aviso', u.chave, u.mensagem "
    "FROM unnest($1::text[], $2::text[]) AS u(chave, mensagem) WHERE NOT EXISTS (SELECT FROM "
    "alerta v "
    "WHERE v.chave = u.chave AND v.status IN ('aberto', 'reconhecido')) "
    "ON CONFLICT (chave) WHERE status = 'aberto' DO NOTHING";

// A kind that is not opened any more is gone, too: broken files are the watch's (arquivo_com_erro).
constexpr const char* kGone =
    "UPDATE alerta SET status = 'resolvido', encerrado_em = clock_timestamp() "
    "WHERE tipo IN ('pasta_desconhecida', 'sem_cliente', 'arquivo_quebrado') AND status IN "
    "('aberto', 'reconhecido') "
    "AND chave <> ALL ($1::text[])";

}  // namespace

void alert_of_future_names(pg::Connection& in_transaction, const LotePlan& plan,
                           std::span<const PreparedFile> files) {
  std::vector<std::string> names;
  for (const PreparedFile& file : files) {
    const bool taken = file.status == FileStatus::carregado || file.status == FileStatus::duplicado;
    if (taken && !file.version.believed) names.push_back(file.file.delivery.nome_arquivo);
  }
  if (names.empty()) return;
  in_transaction.query(kFutureNames, {plan.tenant, plan.payload, pg::text_array(names)});
}

void keep_delivery_alerts(pg::Connection& idle, const RawReport& report) {
  std::vector<std::string> keys;
  std::vector<std::string> messages;
  for (const std::string& folder : report.pastas_desconhecidas) {
    keys.push_back("raw/pasta_desconhecida/" + folder);
    const auto meant = report.pastas_sugeridas.find(folder);
    messages.push_back(fmt::format(
        "nenhum contrato lê a pasta pending/{}{}", folder,
        meant == report.pastas_sugeridas.end() ? "" : "; seria pending/" + meant->second + "?"));
  }
  if (report.sem_cliente > 0) {
    keys.emplace_back("raw/sem_cliente");
    messages.push_back(fmt::format(
        "{} arquivo(s) em pending/ sem cliente: o primeiro é {}", report.sem_cliente,
        report.sem_cliente_nomes.empty() ? "?" : report.sem_cliente_nomes.front().name));
  }
  idle.query(kStanding, {pg::text_array(keys), pg::text_array(messages)});
  idle.query(kGone, {pg::text_array(keys)});
}

}  // namespace gdo::raw
