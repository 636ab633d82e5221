#pragma once

#include <optional>
#include <string>

#include "base/stop.h"
#include "export/export_output.h"
#include "export/exported_table.h"
#include "pg/connection.h"

namespace gdo::exports {

// Which rows, and how they are written.
struct TableExport {
  std::string format = "csv";  // csv, jsonl, geojson
  std::string tenant = {};     // empty = all
  std::string from = {};       // "2025-01-27", inclusive; empty = no limit
  std::string to = {};
  bool personal = false;  // shows personal data as it is
};

// Throws Error(config) when the table or the format cannot give what is asked.
void require_possible(const ExportedTable& table, const TableExport& wanted);

// What makes one export's part another's, as text.
std::string request_text(const ExportedTable& table, const TableExport& wanted);

// Writes the rows in the order of the primary key, all of one moment; memory does not grow with
// their number. `start`: goes on after that position. Gives the number of rows in the whole output.
// Throws Error(interrupted) when asked to stop; what was reached is noted before.
std::int64_t export_table(pg::Connection& connection, const ExportedTable& table,
                          const TableExport& wanted, const std::optional<ExportPosition>& start,
                          ExportOutput& output, const StopFlag& stop);

}  // namespace gdo::exports
