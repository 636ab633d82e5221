#pragma once

#include "pg/connection.h"
#include "trusted/held_rows.h"
#include "trusted/table_sql.h"

namespace gdo::trusted {

// Notes for gold (mudanca) the links of rows that wait in memory, each once. In the writer's open
// transaction.
void note_links_of(pg::Connection& writer, const EntitySql& sql, const HeldRows& rows);

}  // namespace gdo::trusted
