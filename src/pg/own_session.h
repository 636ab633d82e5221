#pragma once

#include "pg/connection.h"

namespace gdo::pg {

// Throws Error(config) when sessions are not our own: behind PgBouncer in transaction mode and its
// like every transaction runs in another one, so that settings, temporary tables and locks of a
// session go to others, or stay behind for ever. Seen by a setting that does not stick while
// another session of ours is at work.
void require_own_session(const ConnectOptions& options);

}  // namespace gdo::pg
