#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "monitor/data_tables.h"
#include "pg/connection.h"

namespace gdo::monitor {

// One of `tabelas` in `gdo audit --json`.
struct TableSum {
  std::string table;
  std::int64_t rows = 0;  // rows of the table
  std::string sum;        // 32 hex digits
};

// An order-independent checksum over what each table says: every row's text is hashed twice to 64
// bits (PostgreSQL's hashtextextended, which has been the same since version 11), the hashes are
// added up modulo 2^64. Equal facts give equal sums, whatever the order, workers, crashes and names
// of identical files on the way. What takes no part, and why: docs/decisions/soma.md.
std::vector<TableSum> table_sums(pg::Connection& connection, const std::vector<DataTable>& tables);

}  // namespace gdo::monitor
