#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::test {

// What the raw layer holds, as lines that two databases with the same facts have in common,
// whatever the order of loading, the number of processes, and crashes on the way: a line a table
// (rows and an order-independent checksum without surrogate ids and times), a line a delivery.
// Plain SQL that knows nothing of the program.
std::vector<std::string> raw_contents(pg::Connection& connection);

// What may never be, as lines; empty = all is well: claims and moves left over, books that do not
// balance, rows without their file, log rows missing or doubled.
std::vector<std::string> raw_defects(pg::Connection& connection);

// Every file below a folder: its path and a checksum of its bytes, in order.
std::vector<std::string> files_below(const std::filesystem::path& folder);

}  // namespace gdo::test
