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

void take_input(PGconn* connection) {
  if (PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) {
    throw Error(ErrorKind::database_unreachable, "the connection that listens was lost");
  }
}

}  // namespace

bool wait_for_notification(Connection& listening, std::chrono::milliseconds longest) {
  PGconn* const connection = listening.native();
  if (take_notifications(connection)) return true;
  pollfd socket{PQsocket(connection), POLLIN, 0};
  poll(&socket, 1, static_cast<int>(longest.count()));
  take_input(connection);
  return take_notifications(connection);
}

std::vector<std::string> take_payloads(Connection& listening) {
  PGconn* const connection = listening.native();
  take_input(connection);
  std::vector<std::string> payloads;
  while (PGnotify* notification = PQnotifies(connection)) {
    payloads.emplace_back(notification->extra);
    PQfreemem(notification);
  }
  return payloads;
}

int descriptor_of(Connection& listening) { return PQsocket(listening.native()); }

}  // namespace gdo::pg
