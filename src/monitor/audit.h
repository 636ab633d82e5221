#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"
#include "monitor/audit_checks.h"
#include "monitor/table_sums.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::monitor {

// Do the books balance, and what do the tables say?
struct AuditReport {
  std::vector<Verification> verifications;
  std::vector<TableSum> tables;

  [[nodiscard]] bool balanced() const;
};

// Looks at one moment of the database (one snapshot), so loads may go on meanwhile. Changes
// nothing. Throws Error(config) when the tables were never made.
// With a lake, the files in its done/ are compared with the ledger, too; throws
// Error(lake_unreachable).
AuditReport audit(pg::Connection& connection, const contract::Catalog& catalog,
                  store::ObjectStore* lake = nullptr);

}  // namespace gdo::monitor
