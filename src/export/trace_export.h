#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "export/export_output.h"
#include "pg/connection.h"

namespace gdo::exports {

// How traces are written, and whose.
struct TraceExport {
  std::string format = "csv";             // csv, jsonl: a row a node; geojson: a feature a farm
  std::vector<std::string> tenants = {};  // in which keys are looked for
  bool personal = false;                  // shows personal data as it is
};

// The next line of keys, as it was written; none = that was all.
using KeyLines = std::function<std::optional<std::string>()>;
// Called with each key that has no answer: its line, and what it may mean (none = nothing).
using Unanswered = std::function<void(std::int64_t line, const std::string& key,
                                      const std::vector<std::string>& meanings)>;

struct TraceExportCount {
  std::int64_t rows = 0;
  std::int64_t keys = 0;
  std::int64_t unanswered = 0;
};

// Writes the whole trace of each key, one after the other, each of one moment; memory holds one at
// a time. Empty lines are passed over. `start`: goes on after that position; the lines before it
// must be the same ones, else Error(config). Gives the counts of the whole output. Throws
// Error(interrupted) when asked to stop; what was reached is noted before.
TraceExportCount export_traces(pg::Connection& connection, const TraceExport& wanted,
                               const KeyLines& lines, const std::optional<ExportPosition>& start,
                               ExportOutput& output, const Unanswered& unanswered,
                               const StopFlag& stop);

}  // namespace gdo::exports
