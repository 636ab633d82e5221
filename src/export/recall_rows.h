#pragma once

#include <string>

#include "export/exported_table.h"
#include "export/privacy.h"
#include "trace/recall.h"

namespace gdo::exports {

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
