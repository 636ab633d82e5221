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
    const bool taken = file.status == FileStatus::loaded || file.status == FileStatus::duplicate;
    if (taken && !file.version.believed) names.push_back(file.file.delivery.file_name);
  }
  if (names.empty()) return;
  in_transaction.query(raw_sql::future_names, {plan.tenant, plan.payload, pg::text_array(names)});
}

void keep_delivery_alerts(pg::Connection& idle, const RawReport& report) {
  std::vector<std::string> keys;
  std::vector<std::string> messages;
  for (const std::string& folder : report.unknown_folders) {
    keys.push_back("raw/pasta_desconhecida/" + folder);
    const auto meant = report.suggested_folders.find(folder);
    messages.push_back(fmt::format(
        "nenhum contrato lê a pasta pending/{}{}", folder,
        meant == report.suggested_folders.end() ? "" : "; seria pending/" + meant->second + "?"));
  }
  if (report.without_tenant > 0) {
    keys.emplace_back("raw/sem_cliente");
    messages.push_back(fmt::format(
        "{} arquivo(s) em pending/ sem cliente: o primeiro é {}", report.without_tenant,
        report.without_tenant_names.empty() ? "?" : report.without_tenant_names.front().name));
  }
  idle.query(raw_sql::standing_alerts, {pg::text_array(keys), pg::text_array(messages)});
  idle.query(raw_sql::ended_alerts, {pg::text_array(keys)});
}

}  // namespace gdo::raw
