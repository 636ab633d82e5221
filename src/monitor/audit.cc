#include "monitor/audit.h"

#include <algorithm>

#include "monitor/data_tables.h"
#include "monitor/lake_counts.h"
#include "monitor/row_counts.h"
#include "monitor/tables_ready.h"

namespace gdo::monitor {
bool AuditReport::balanced() const {
  return std::all_of(
      verifications.begin(), verifications.end(),
      [](const Verification& verification) { return verification.ok || verification.warning; });
}

AuditReport audit(pg::Connection& connection, const contract::Catalog& catalog,
                  store::ObjectStore* lake) {
  require_tables(connection);
  pg::Transaction snapshot(connection);
  connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  const std::vector<DataTable> tables = data_tables(connection);
  count_rows(connection, tables, catalog);
  if (lake != nullptr) count_lake(connection, *lake);
  AuditReport report;
  report.verifications = run_audit_checks(connection);
  report.tables = table_sums(connection, tables);
  return report;  // and the census is gone: nothing is committed
}

}  // namespace gdo::monitor
