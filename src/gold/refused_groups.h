#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gold/model.h"
#include "gold/model_statements.h"
#include "pg/connection.h"

namespace gdo::gold {

// PostgreSQL refused a value somewhere in the groups of `chaves`, or, with `everything`, in any of
// the tenant's: leaves in `chaves`, which is made where it was not, those groups that work_out()
// gets through, and returns the others, each written as its columns joined by '/'. In an open
// transaction; what work_out() did is rolled back each time.
std::vector<std::string> leave_out_refused_groups(pg::Connection& in_transaction,
                                                  const Model& model, const TargetTable& table,
                                                  const std::string& tenant, bool everything,
                                                  const std::function<void()>& work_out);

}  // namespace gdo::gold
