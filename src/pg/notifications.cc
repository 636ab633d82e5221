#include "pg/notifications.h"

#include <libpq-fe.h>
#include <poll.h>

namespace gdo::pg {
namespace {

bool take_notifications(PGconn* connection) {
  bool any = false;
  while (PGnotify* notification = PQnotifies(connection)) {
    any = true;
    PQfreemem(notification);
  }
  return any;
}

}  // namespace

bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest) {
  PGconn* const connection = listening.native();
  if (take_notifications(connection)) return true;
  pollfd socket{PQsocket(connection), POLLIN, 0};
  poll(&socket, 1, static_cast<int>(longest.count()));
  if (PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) {
    throw Error(ErrorKind::database_unreachable, "the connection that listens was lost");
  }
  return take_notifications(connection);
}

}  // namespace gdo::pg
