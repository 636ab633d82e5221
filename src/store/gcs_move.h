#pragma once

#include "store/gcs_caller.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo {

// How a server moves objects: the best it was seen to understand. Only used on the HTTP client's
// thread.
enum class GcsMoveMethod {
  move,     // objects.move: one atomic step
  rewrite,  // objects.rewrite, then delete
  copy,     // objects.copy, then delete
};

// Moves one version without replacing anything, also when an earlier attempt did part of it, and
// when the server says it failed and did it, or did half. Looks before it believes: servers exist
// that ignore preconditions on rewrite, copy and delete. Steps `method` down when the server does
// not know it. Throws what concerns the whole lake; everything else is a MoveResult.
Task<MoveResult> move_gcs(GcsCaller& caller, MoveRequest request, GcsMoveMethod& method);

}  // namespace gdo
