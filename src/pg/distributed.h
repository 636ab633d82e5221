#pragma once

#include <string>
#include <string_view>

#include "pg/connection.h"

// What a server whose tables are spread over several nodes (Citus) asks for, and a plain one takes
// just as well.

namespace gdo::pg {

// Whether the server is the coordinator of such nodes.
bool is_coordinator(Connection& connection);

// Whether the rows of a table lie on other nodes. quoted_table: as SQL names it.
bool is_distributed(Connection& connection, const std::string& quoted_table);

// A text as SQL writes it: for the statements that take no parameters (COPY, SET), and no other.
std::string literal(Connection& connection, std::string_view text);

// A setting of the open transaction, on every node that takes part in it.
void set_local(Connection& in_transaction, std::string_view name, std::string_view value);

// Several statements of DDL, each sent by itself: a node is sent a message whole, and takes one
// statement of it. Better in a transaction. sql: statements that end at a ';' before a line's end,
// outside of quotes and of bodies in $$.
void execute_each(Connection& connection, std::string_view sql);

// One thing that bringing the tables up to date would do, or did.
struct SchemaStep {
  std::string name;  // "0001_controle", "raw_animais"
  std::string sql;
};

}  // namespace gdo::pg
