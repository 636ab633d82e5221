#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/error.h"
#include "pg/connection.h"

typedef struct pg_conn PGconn;      // NOLINT(modernize-use-using): libpq's own declaration
typedef struct pg_result PGresult;  // NOLINT(modernize-use-using)

namespace gdo::pg {

// What a caller can do about a failure, by PostgreSQL's five-character code. Source: PostgreSQL's
// manual, appendix A.
ErrorKind kind_of(std::string_view sqlstate) noexcept;

// Whether PostgreSQL refused what rows hold (classes 22, 23 and 54, but for a key that somebody
// else took at the same moment), rather than the work: then they can be sent again in parts, until
// only the offending one is left.
bool refuses_data(const Error& error) noexcept;

// The Error of a failed libpq call: `doing`, then the server's primary message, the SQLSTATE and,
// where there is one, what to do. Never the server's DETAIL or CONTEXT, and no quoted value of a
// message that quotes one. `result` may be null: then libpq's own message counts.
Error failure(PGconn* connection, const PGresult* result, std::string_view doing);

// What to do about a code, as a sentence that follows the message; empty when there is nothing.
std::string_view advice(std::string_view sqlstate);

// SQL short enough for a message: white space joined, cut after 80 bytes.
std::string abbreviated_sql(std::string_view sql);

// The Error of a connection that did not come about, `took` long: Error(config) when the server
// knows no such user, password or database or lets nobody in from here, which no waiting fixes;
// else Error(database_unreachable). libpq keeps the server's SQLSTATE only where it was asked to:
// what was refused at once is asked again.
Error refused_connection(PGconn* connection, const ConnectOptions& options, std::string_view doing,
                         std::chrono::milliseconds took);

}  // namespace gdo::pg
