#include "gold/gold_query.h"

#include <fmt/format.h>

#include "base/error.h"
#include "embedded/gold_sql.h"

namespace gdo::gold {

std::string gold_query(std::string_view name) {
  for (const gold_sql::File& file : gold_sql::files()) {
    if (file.path == fmt::format("{}.sql", name)) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, fmt::format("sql/ouro has no {}.sql", name));
}

}  // namespace gdo::gold
