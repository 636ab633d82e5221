#include "base/error.h"

namespace gdo {

int exit_code(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::config:
      return 2;
    case ErrorKind::database_unreachable:
      return 3;
    case ErrorKind::lake_unreachable:
      return 4;
    case ErrorKind::transient:
    case ErrorKind::interrupted:
      return 75;
    case ErrorKind::not_found:
    case ErrorKind::database:
    case ErrorKind::lake:
    case ErrorKind::internal:
      return 1;
  }
  return 1;
}

}  // namespace gdo
