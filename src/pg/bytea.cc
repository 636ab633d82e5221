#include "pg/bytea.h"

#include "base/error.h"
#include "base/hex.h"

namespace gdo::pg {

std::string bytes_of_hex(std::string_view bytea) {
  std::optional<std::string> bytes;
  if (bytea.starts_with("\\x")) bytes = gdo::bytes_of_hex(bytea.substr(2));
  if (!bytes) throw Error(ErrorKind::internal, "bytea is not in hex format");
  return *std::move(bytes);
}

}  // namespace gdo::pg
