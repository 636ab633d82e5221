#include "pg/bytea.h"

#include "base/error.h"

namespace gdo::pg {
namespace {

unsigned digit_of(char hex) {
  if (hex >= '0' && hex <= '9') return static_cast<unsigned>(hex - '0');
  if (hex >= 'a' && hex <= 'f') return static_cast<unsigned>(hex - 'a') + 10;
  throw Error(ErrorKind::internal, "bytea is not in hex format");
}

}  // namespace

std::string bytes_of_hex(std::string_view bytea) {
  if (!bytea.starts_with("\\x")) throw Error(ErrorKind::internal, "bytea is not in hex format");
  std::string bytes;
  bytes.reserve(bytea.size() / 2);
  for (std::size_t i = 2; i + 1 < bytea.size(); i += 2) {
    bytes += static_cast<char>(digit_of(bytea[i]) * 16 + digit_of(bytea[i + 1]));
  }
  return bytes;
}

}  // namespace gdo::pg
