#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "export/exported_table.h"
#include "trace/recall.h"
#include "trace/trace.h"

namespace gdo::exports {

// What was asked with one key, and its answer.
struct TraceAnswer {
  std::int64_t query_number = 1;  // place of the key among those asked, or its line in their file
  std::string query;              // the key as it was written
  std::optional<trace::Trace> trace;  // masked already, where it must be
  std::string reason = {};            // without a trace: nao_encontrado, ambiguo
};

// Values in the order of a table's columns.
using TextRow = std::vector<std::optional<std::string>>;

// A trace as a flat table: a row for the subject, and for each node of the trees of where it comes
// from and where it went, behind its parent's. A key without an answer has one row, with its
// reason.
const ExportedTable& trace_node_table();
std::vector<TextRow> trace_node_rows(const TraceAnswer& asked);

// The farms behind what was traced, with the lots that lead to them; lots without a known farm, and
// keys without an answer or an origin, have a row without one. Of a farm, its own lots.
const ExportedTable& trace_farm_table();
std::vector<TextRow> trace_farm_rows(const TraceAnswer& asked);

// The boxes of a recall as a table, for the formats that write tables.
const ExportedTable& recall_table();

// A box after the other as rows of it; customers who are persons masked unless `personal`. The
// recall must outlive it.
class RecallRows {
 public:
  RecallRows(const trace::Recall& recall, bool personal) : recall_(recall), personal_(personal) {}

  // Valid until the next row.
  const RowValues& row(std::size_t box);

 private:
  const trace::Recall& recall_;
  bool personal_;
  std::string kilos_;
  std::string customer_;
  RowValues values_;
};

}  // namespace gdo::exports
