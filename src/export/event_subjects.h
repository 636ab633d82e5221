#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::exports {

// The lots, orders or sales of a scope (exporta_*), in the order of the document: by the day or the
// place, then by the rest of the key.
class EventSubjects {
 public:
  // name: lotes, ordens, vendas.
  EventSubjects(pg::Connection& connection, std::string_view name);

  std::int64_t count();
  // The key, as text, of the one that has this place; places count from 1.
  std::vector<std::string> key_at(std::int64_t place);
  // The place of that key, or of the last before it; 0 = none.
  std::int64_t place_of(const std::vector<std::string>& key);
  // From now on exporta_parte_* has those after `from`, up to `to`.
  void choose(std::int64_t from, std::int64_t to);

 private:
  pg::Connection& connection_;
  std::string table_;
  std::string key_;    // its columns
  std::string texts_;  // the same as text
  std::string given_;  // parameters for them
};

}  // namespace gdo::exports
