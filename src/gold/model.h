#pragma once

#include <string>
#include <vector>

namespace gdo::gold {

// Whose changes a model follows: an entity of trusted, whose changes name the contract's links, or
// another model, of which it asks for the columns `link`.
struct ModelInput {
  std::string entity;
  std::vector<std::string> link;  // empty for an entity
  int line = 0;
};

// A query over the model's table that returns the keys (column `chave`) of rows that must not be.
struct ModelCheck {
  std::string name;
  bool blocking = false;  // nothing of the change is published; else it only raises an alert
  std::string sql;
  int line = 0;
};

// A column of a table, and the column of the table before it on the way that it equals.
struct ColumnPair {
  std::string column;
  std::string equals;
};

// A stretch of the way from a row to others: rows of a table whose columns equal these, or (no
// columns) those that the query sql/trace/ligacoes/<name>.sql leads to.
struct OriginStep {
  std::string name;  // of the table, or of the link
  std::vector<ColumnPair> columns;
};

// Rows of trusted, or of another model, that rows of this one were worked out from.
struct ModelOrigin {
  std::vector<OriginStep> way;  // in between
  OriginStep to;                // no columns: what the last link leads to
  bool sample = false;  // there may be very many: of a lineage's row only so many as are asked for
  int line = 0;
};

// What a trace knows the model's rows as.
struct ModelThing {
  std::string type;                             // "pallet": kind of a written key, tipo of a node
  std::vector<std::vector<std::string>> forms;  // columns that its key may be written as
  struct Link {
    std::string type;  // of another thing
    std::vector<OriginStep> way;
    int line = 0;
  };
  std::vector<Link> links;  // to what stands before it
  int line = 0;
};

// One table service_<x>, as its file in sql/service, or in the folder GDO_MODELS, says it. In its
// SQL, $1 is the tenant; lines marked --@chaves hold when only the groups in the temporary table
// `chaves` are worked out, lines marked --@tudo when all are. docs/modelos.md says how to write
// one.
struct Model {
  std::string file;  // as messages name it
  bool built_in = true;
  std::string name;  // of the table, too
  std::string description;
  std::vector<std::string> key;    // primary key, token_cliente first
  std::vector<std::string> group;  // columns of the table by which rows are worked out together
  std::vector<ModelInput> inputs;
  bool always = false;  // has keys to work out even when nothing it follows has changed
  std::vector<std::string> personal;  // columns of personal data: masked in what clients read
  std::string parameters;  // a control table whose rows are part of the model; may be empty

  std::vector<ModelOrigin> origins;
  std::string sums;  // "mes": rows sum up a month of a plant (lineage/lineage.cc)
  std::string
      records_sql;   // records that bear a row's name and are not behind its rows; may be empty
  std::string day;   // the column that --from and --to of an export look at; may be empty
  ModelThing thing;  // without a tipo: not traced

  std::string text;        // what makes its rows: another text makes other rows
  std::string table_sql;   // CREATE … IF NOT EXISTS
  std::string keys_sql;    // the groups that the rows in the temporary table `mudancas` touch
  std::string period_sql;  // the groups of slaughter days $2 to $3
  std::string rows_sql;    // the rows themselves
  struct Lines {
    int table = 0;
    int keys = 0;
    int period = 0;
    int rows = 0;
    int records = 0;
  } lines;  // where these begin in the file
  std::vector<ModelCheck> checks;
};

}  // namespace gdo::gold
