#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "pg/distributed.h"

// The tables trusted_<entity>, brought forward with their contracts.

namespace gdo::trusted {

// What the contracts ask for and the database lacks. Changes nothing. Throws Error(config), with
// every reason and what to do instead, when a contract's change would lose data.
std::vector<pg::SchemaStep> plan_schema(pg::Connection& connection,
                                        const contract::Catalog& catalog);

// Does it, in one transaction, and returns what was done. The control tables must exist. Safe when
// several processes start together.
std::vector<pg::SchemaStep> apply_schema(pg::Connection& connection,
                                         const contract::Catalog& catalog);

// Lotes whose rows an older version of a contract judged: `gdo replay trusted` brings them forward.
struct OutdatedLotes {
  std::string payload;
  std::string entity;
  std::int64_t lotes = 0;
  std::string first_day;  // of their data_processamento, "2026-01-31", UTC
  std::string last_day;
};
std::vector<OutdatedLotes> outdated_lotes(pg::Connection& connection,
                                          const contract::Catalog& catalog);

// Until the transaction ends or the other state is set: "off" leaves the planner nothing but to
// look rows up by their key, whatever it thinks of tables it knows nothing of; "on" as usual.
void set_scans(pg::Connection& in_transaction, const char* state);

}  // namespace gdo::trusted
