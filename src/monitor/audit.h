#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "monitor/table_sums.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::monitor {

// One of `verificacoes` in `gdo audit --json`.
struct Verification {
  std::string name;
  bool ok = true;
  bool warning = false;  // what it finds is a warning of the data: the books balance all the same
  std::string detail;    // Portuguese: how many were looked at, or which do not agree
  std::int64_t checked = 0;
  std::int64_t failures = 0;
};

// Runs the checks of sql/auditoria/ whose tables exist. The census must have been taken in this
// transaction (monitor/audit.cc).
std::vector<Verification> run_audit_checks(pg::Connection& in_transaction);

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
