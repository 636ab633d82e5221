#pragma once

#include <cstdint>

#include "lineage/silver_rows.h"
#include "pg/connection.h"

namespace gdo::lineage {

// The rows of silver that a row of service_resumo_mensal sums up, in the caller's open transaction:
// of a slaughter plant its lots' schedules and half-carcasses; of a deboning plant its boxes, and
// what their flags stand on; of a stock its sales and their boxes, and the same; of the tenant the
// rejections. The first `limit` rows of each table are kept, the rest counted.
void add_month(pg::Connection& connection, const TableKey& row, std::int64_t limit,
               SilverRows& silver);

}  // namespace gdo::lineage
