#pragma once

#include <string>

#include "gold/model.h"
#include "pg/connection.h"

namespace gdo::gold {

// The statements that give the table a model has in the database the columns, key and indexes of
// its text, and those that make it where it is not there. Rows stay for readers until the next run
// works them out again: a new column has a neutral value until then. Where the key itself changes
// they cannot, and are deleted. Throws Error(config) naming the views that read a column which is
// to go or to change its type. In an open transaction; leaves nothing behind in it.
std::string table_statements(pg::Connection& in_transaction, const Model& model);

}  // namespace gdo::gold
