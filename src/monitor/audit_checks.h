#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::monitor {

// One of `verificacoes` in `gdo audit --json`.
struct Verification {
  std::string nome;
  bool ok = true;
  bool aviso = false;   // what it finds is a warning of the data: the books balance all the same
  std::string detalhe;  // Portuguese: how many were looked at, or which do not agree
  std::int64_t conferidos = 0;
  std::int64_t falhas = 0;
};

// Runs the checks of sql/auditoria/ whose tables exist. The census must have been taken in this
// transaction (monitor/census.h).
std::vector<Verification> run_audit_checks(pg::Connection& in_transaction);

}  // namespace gdo::monitor
