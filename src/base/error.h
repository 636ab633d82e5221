#pragma once

#include <stdexcept>
#include <string>

namespace gdo {

// What a caller can do about a failed operation.
enum class ErrorKind {
  config,                // the user must change an option, a setting or a file: exit 2
  not_found,             // the thing asked for is not there (any more)
  transient,             // trying again later may work: exit 75
  database,              // PostgreSQL refused: Error::sqlstate() says why
  database_unreachable,  // no connection, or it was lost: exit 3
  lake,                  // the object store refused this one object
  lake_unreachable,      // the object store does not answer or refuses everything: exit 4
  interrupted,           // the user or the system asked to stop: exit 75
  internal,              // should not happen
};

// The one exception type: an operation could not finish. The message says what was being done, on
// what, and what to do next; it never holds a secret nor a payload's value.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, std::string sqlstate = {})
      : std::runtime_error(message), kind_(kind), sqlstate_(std::move(sqlstate)) {}

  ErrorKind kind() const noexcept { return kind_; }
  // PostgreSQL's five-character code; empty unless the server sent one.
  const std::string& sqlstate() const noexcept { return sqlstate_; }

 private:
  ErrorKind kind_;
  std::string sqlstate_;
};

// The process exit code for an error that reached main().
int exit_code(ErrorKind kind) noexcept;

}  // namespace gdo
