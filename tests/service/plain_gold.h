#pragma once

#include "service/trusted_world.h"

namespace gdo::service::test {

// Works gold out a second time, row by row from trusted with queries that share nothing with the
// models, and adds a test failure for each table that says something else.
void expect_plain_gold(TrustedWorld& world);

}  // namespace gdo::service::test
