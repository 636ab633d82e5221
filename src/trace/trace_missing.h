#pragma once

#include "pg/connection.h"
#include "trace/trace.h"

namespace gdo::trace {

// What the boxes of a trace lack, as the worklist (untraced.h) names it: of a box, an order or a
// sale that cannot be traced. Empty for what leads to no boxes of its own. Without counts: they are
// of a whole list.
std::vector<MissingThing> missing_of(pg::Connection& connection, const Trace& trace);

}  // namespace gdo::trace
