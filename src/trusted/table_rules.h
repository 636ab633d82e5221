#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"

namespace gdo::trusted {

// What one rule over tables finds now: rows that name a row of another entity which has not come
// within its grace period, ranges that overlap, counts that differ, values that two keys share.
// Reported only: the answer changes with what arrives later.
struct TableRuleFinding {
  std::string payload;
  std::string entity;  // of the contract, or of the child
  std::string field;   // under its JSON name
  std::string rule;    // "referencia", "faixa", "comparacao", "unico"
  std::string description;
  std::int64_t violations = 0;
  std::vector<std::string> examples;  // keys without the tenant, joined by '/'; a few
};

// Asks every rule over tables of the payload's contracts ("" = of all), for one tenant ("" = all).
// Reads whole tables. The tables must exist.
std::vector<TableRuleFinding> check_table_rules(pg::Connection& connection,
                                                const contract::Catalog& catalog,
                                                const std::string& payload,
                                                const std::string& tenant);

}  // namespace gdo::trusted
