#include "raw/delivery_alerts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "embedded/raw_sql.h"

namespace gdo::raw {
void alert_of_future_names(pg::Connection& in_transaction, const control::LotePlan& plan,
                           std::span<const PreparedFile> files) {
  std::vector<std::string> names;
  for (const PreparedFile& file : files) {
    const bool taken = file.status == FileStatus::carregado || file.status == FileStatus::duplicado;
    if (taken && !file.version.believed) names.push_back(file.file.delivery.nome_arquivo);
  }
  if (names.empty()) return;
  in_transaction.query(raw_sql::future_names, {plan.tenant, plan.payload, pg::text_array(names)});
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
  idle.query(raw_sql::standing_alerts, {pg::text_array(keys), pg::text_array(messages)});
  idle.query(raw_sql::ended_alerts, {pg::text_array(keys)});
}

}  // namespace gdo::raw
