#pragma once

#include <chrono>
#include <string_view>

#include "pg/connection.h"

namespace gdo::pg {

// The Error of a connection that did not come about, `took` long: Error(config) when the server
// knows no such user, password or database or lets nobody in from here, which no waiting mends;
// else Error(database_unreachable). libpq tells the server's SQLSTATE only to who asks before: so
// what was refused at once is asked again.
Error refused_connection(PGconn* connection, const ConnectOptions& options, std::string_view doing,
                         std::chrono::milliseconds took);

}  // namespace gdo::pg
