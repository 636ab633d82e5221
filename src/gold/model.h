#pragma once

#include <string>
#include <vector>

namespace gdo::service {

// Whose changes a model follows: an entity of trusted, whose changes name the contract's links, or
// another model, of which it asks for the columns `link`.
struct ModelInput {
  std::string entity;
  std::vector<std::string> link;  // empty for an entity
};

// A query over the model's table that returns the keys (column `chave`) of rows that must not be.
struct ModelCheck {
  std::string name;
  bool blocking = false;  // nothing of the change is published; else it only raises an alert
  std::string sql;
};

// One table service_<x>, as its file in sql/service says it. In its SQL, $1 is the tenant; lines
// marked --@chaves hold when only the groups in the temporary table `chaves` are worked out, lines
// marked --@tudo when all are.
struct Model {
  std::string name;  // of the table, too
  std::string description;
  std::vector<std::string> key;    // primary key, token_cliente first
  std::vector<std::string> group;  // columns of the table by which rows are worked out together
  std::vector<ModelInput> inputs;
  bool always = false;  // has keys to work out even when nothing it follows has changed
  std::vector<std::string> personal;  // columns of personal data: masked in what clients read
  std::string parameters;  // a control table whose rows are part of the model; may be empty

  std::string text;        // the whole file: another text makes other rows
  std::string table_sql;   // CREATE … IF NOT EXISTS
  std::string keys_sql;    // the groups that the rows in the temporary table `mudancas` touch
  std::string period_sql;  // the groups of slaughter days $2 to $3
  std::string rows_sql;    // the rows themselves
  std::vector<ModelCheck> checks;
};

}  // namespace gdo::service
