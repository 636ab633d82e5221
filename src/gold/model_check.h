#pragma once

#include <string>

#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::gold {

// Runs the statements that make the model's table. Throws Error(config) that names the file and the
// line of its section when PostgreSQL does not take them.
void make_table(pg::Connection& in_transaction, const Model& model, const std::string& statements);

// Has PostgreSQL plan every query of a model whose table is there, without running one, so that a
// file that cannot work is refused before it is used: throws Error(config) with the file, the line
// of the section, and what PostgreSQL says. In an open transaction; leaves nothing behind in it.
void check_statements(pg::Connection& in_transaction, const Model& model, const Models& models);

}  // namespace gdo::gold
