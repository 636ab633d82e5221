#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/trace.h"
#include "trace/trace_key.h"

namespace gdo::trace {

// What the boxes of a trace lack, as the worklist (untraced.h) names it: of a box, an order or a
// sale that cannot be traced. Empty for what leads to no boxes of its own. Without counts: they are
// of a whole list.
std::vector<MissingThing> missing_of(pg::Connection& connection, const Trace& trace);

// Why gold may not know a key, a sentence each: only a sale names it, it was rejected, it waits.
// May read every open rejection of these tenants.
std::vector<std::string> explain_absence(pg::Connection& connection, const WrittenKey& key,
                                         const std::vector<std::string>& tenants);

}  // namespace gdo::trace
