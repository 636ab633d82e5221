#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

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
// transaction (monitor/row_counts.h).
std::vector<Verification> run_audit_checks(pg::Connection& in_transaction);

}  // namespace gdo::monitor
