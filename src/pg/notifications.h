#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::pg {

// Waits until a channel that the session listens to is notified, or for that long; true when it
// was. Throws Error(database_unreachable) when the connection is lost.
bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest);

// The payloads of what has come in on any channel since the last call, without waiting. Throws the
// same.
std::vector<std::string> take_payloads(Connection& listening);
// Readable when something has come in: for poll().
int descriptor_of(Connection& listening);

}  // namespace gdo::pg
