#pragma once

#include "pg/connection.h"

namespace gdo::trusted {

// Until the transaction ends or the other state is set: "off" leaves the planner nothing but to
// look rows up by their key, whatever it thinks of tables it knows nothing of; "on" as usual.
void set_scans(pg::Connection& in_transaction, const char* state);

}  // namespace gdo::trusted
