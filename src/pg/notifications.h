#pragma once

#include <chrono>

#include "pg/connection.h"

namespace gdo::pg {

// Waits until a channel that the session listens to is notified, or for that long; true when it
// was. Throws Error(database_unreachable) when the connection is lost.
bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest);

}  // namespace gdo::pg
