#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::gold {

// Takes a table's indexes and its primary key away while it is filled, within one transaction, and
// makes them anew afterwards: sorting millions of keys once is several times faster than finding a
// place for each. Only for a table without any row, which no one else has in hand.
class DeferredIndexes {
 public:
  // Does nothing when the table has rows or another session uses it.
  DeferredIndexes(pg::Connection& in_transaction, std::string quoted_table);
  // What was taken away is there again.
  void put_back();

 private:
  bool lock_if_empty();
  void take_away();

  pg::Connection& connection_;
  std::string table_;
  std::vector<std::string> definitions_;
};

}  // namespace gdo::gold
