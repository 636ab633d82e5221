#pragma once

#include <string>

#include "contract/contract.h"
#include "pg/connection.h"
#include "store/object_store.h"

// What the control tables and the lake say of the work, in Prometheus' text format (0.0.4).
namespace gdo::monitor {

// sql/metricas/: files, records, durations, queues, alerts.
std::string table_metrics(pg::Connection& connection);

// Files in pending/ by payload, their bytes, and the age of the oldest. Lists the lake.
std::string lake_metrics(pg::Connection& connection, store::ObjectStore& store,
                         const contract::Catalog& catalog, const std::string& default_tenant);

}  // namespace gdo::monitor
