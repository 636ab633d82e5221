#pragma once

#include <mutex>
#include <optional>

#include "pg/connection.h"

namespace gdo::api {

// Whether somebody still waits for an answer; ties the statement that runs for them to that. One
// side is the server's thread, which sees the client leave; the other works on the answer.
class ClientLink {
 public:
  bool gone() const;
  // The client left, or is to be left: the statement that runs is cancelled. Blocks for a moment.
  void leave();

  // From now on `leave` cancels what this connection runs; not any more after the object is gone.
  class Watch {
   public:
    Watch(ClientLink* link, const pg::Connection& connection);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    ClientLink* link_;
  };

 private:
  mutable std::mutex mutex_;
  bool gone_ = false;
  std::optional<pg::Canceller> running_;
};

}  // namespace gdo::api
