#pragma once

#include <string>
#include <vector>

#include "gold/model.h"
#include "pg/connection.h"

namespace gdo::gold {

// Takes the indexes and the primary key of a model's table away while it is filled, within one
// transaction: sorting millions of keys once is several times faster than finding a place for each.
// Only of a table without any row, which no one else has in hand; of others it does nothing.
class DeferredIndexes {
 public:
  DeferredIndexes(pg::Connection& in_transaction, const Model& model);
  // The keys are there again, and the planner knows the columns. Indexes that only find rows sooner
  // are noted in `modelo`: the models that follow read the whole table, and need not wait for them.
  // True when there are such.
  bool put_back();

 private:
  bool is_empty();
  void take_away();

  pg::Connection& connection_;
  const Model& model_;
  std::string table_;
  std::string columns_;            // of the indexes; empty: none was taken away
  std::vector<std::string> keys_;  // what makes them again
  std::vector<std::string> later_;
};

bool indexes_are_noted(pg::Connection& connection);

// Makes the indexes that are noted. What another session is making is left to it. A transaction for
// each table: whatever ends this session, the next one finds what is missing.
void make_noted_indexes(pg::Connection& connection);

}  // namespace gdo::gold
