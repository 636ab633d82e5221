#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "monitor/data_tables.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::monitor {

// One of `tabelas` in `gdo audit --json`.
struct TableSum {
  std::string table;
  std::int64_t rows = 0;  // rows of the table
  std::string sum;        // 32 hex digits
};

// One of `verificacoes` in `gdo audit --json`.
struct Verification {
  std::string name;
  bool ok = true;
  bool warning = false;  // what it finds is a warning of the data: the books balance all the same
  std::string detail;    // how many were looked at, or which do not agree
  std::int64_t checked = 0;
  std::int64_t failures = 0;
};

// Do the books balance, and what do the tables say? Details are Portuguese, or English in a session
// that has set gdo.idioma to 'en'.
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
