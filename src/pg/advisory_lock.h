#pragma once

#include <string_view>

#include "pg/connection.h"

namespace gdo::pg {

// Advisory locks by name: nobody else holds one of the same name at the same time. Names begin with
// "gdo ".

// Until the end of the open transaction; waits for whoever has it.
void lock_in_transaction(Connection& in_transaction, std::string_view name);

// Of the session, at once or not at all: for what must be held from before a transaction begins.
class SessionLock {
 public:
  SessionLock(Connection& connection, std::string_view name);
  ~SessionLock();  // gives it back; a session that is lost has none
  SessionLock(const SessionLock&) = delete;
  SessionLock& operator=(const SessionLock&) = delete;

  bool held() const { return held_; }

 private:
  Connection& connection_;
  std::string name_;
  bool held_ = false;
};

}  // namespace gdo::pg
