#pragma once

#include <span>

#include "pg/connection.h"
#include "raw/prepared_batch.h"

namespace gdo::raw {

// Opens alerts for files whose name carries a time that is not believed; counts those that are
// open.
void alert_of_future_names(pg::Connection& in_transaction, const LotePlan& plan,
                           std::span<const PreparedFile> files);

}  // namespace gdo::raw
