#pragma once

#include <span>

#include "pg/connection.h"
#include "raw/prepared_file.h"
#include "raw/run_raw.h"

namespace gdo::raw {

// Opens alerts for files whose name carries a time that is not believed; counts those that are
// open.
void alert_of_future_names(pg::Connection& in_transaction, const control::LotePlan& plan,
                           std::span<const PreparedFile> files);

// Opens alerts of what stands in the way of deliveries: folders that no contract reads, files
// without a tenant. Those that do not stand any more are closed; what an operator has seen is not
// opened again before more comes.
void keep_delivery_alerts(pg::Connection& idle, const RawReport& report);

}  // namespace gdo::raw
