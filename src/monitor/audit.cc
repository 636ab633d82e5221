#include "monitor/audit.h"

#include <algorithm>

#include "monitor/census.h"
#include "monitor/data_tables.h"
#include "monitor/lake_census.h"
#include "monitor/tables_ready.h"

namespace gdo::monitor {
bool AuditReport::balanced() const {
  return std::all_of(
      verifications.begin(), verifications.end(),
      [](const Verification& verification) { return verification.ok || verification.aviso; });
}

AuditReport audit(pg::Connection& connection, const contract::Catalog& catalog,
                  store::ObjectStore* lake) {
  require_tables(connection);
  pg::Transaction snapshot(connection);
  connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  const std::vector<DataTable> tables = data_tables(connection);
  take_census(connection, tables, catalog);
  if (lake != nullptr) take_lake_census(connection, *lake);
  AuditReport report;
  report.verifications = run_audit_checks(connection);
  report.tables = table_sums(connection, tables);
  return report;  // and the census is gone: nothing is committed
}

}  // namespace gdo::monitor
