#pragma once

#include <string>
#include <vector>

#include "gold/model.h"
#include "pg/connection.h"

// The queue `mudanca` as a model sees it.

namespace gdo::gold {

// A change of everything: what a rebuilt model tells its followers in one row.
inline constexpr const char* kEverything = "{}";

// Whether the model has anything to do for the tenant: changes, or a text (with its parameters)
// other than that which made its rows.
struct Backlog {
  bool changes = false;
  bool stale = false;
};
Backlog backlog_of(pg::Connection& connection, const Model& model, const std::string& tenant);

// Takes the changes this transaction sees out of the queue into the temporary table `mudancas`.
// True when one of them says that everything may have changed.
bool take_changes(pg::Connection& in_transaction, const Model& model, const std::string& tenant);

// From now on the tenant's rows are those of this text and these parameters.
void mark_current(pg::Connection& in_transaction, const Model& model, const std::string& tenant);

// Every tenant of which trusted or gold may hold rows, in order.
std::vector<std::string> known_tenants(pg::Connection& connection);

}  // namespace gdo::gold
