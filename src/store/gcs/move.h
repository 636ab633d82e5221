#pragma once

#include "store/gcs/caller.h"
#include "store/gcs/move_calls.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// Moves one version without replacing anything, also when an earlier attempt did part of it, and
// when the server says it failed and did it, or did half. Looks before it believes: servers exist
// that ignore preconditions on rewrite, copy and delete. Steps `way` down when the server does not
// know it. Throws what concerns the whole lake; everything else is a MoveResult.
Task<MoveResult> move_gcs(GcsCaller& caller, MoveRequest request, GcsMoveWay& way);

}  // namespace gdo::store
