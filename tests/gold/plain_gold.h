#pragma once

#include "pg/connection.h"

namespace gdo::gold::test {

// Works every column of gold out a second time, from trusted, with the statements of plain_gold/:
// they follow docs/tabelas.md and share nothing with the models. Adds a test failure for each table
// that says something else.
void expect_plain_gold(pg::Connection& connection);

}  // namespace gdo::gold::test
