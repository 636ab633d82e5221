#pragma once

#include <vector>

#include "lineage/silver_rows.h"
#include "pg/connection.h"

namespace gdo::lineage {

// The files that brought these rows, with the records of those that are shown, by the files' ids.
// Throws Error(not_found) when the ledger or raw has lost one.
std::vector<FileOrigin> file_origins(pg::Connection& connection, const SilverRows& silver);

}  // namespace gdo::lineage
