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

}  // namespace gdo::raw
