#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"
#include "contract/ddl/trusted_ddl.h"

// The statements that bring staged rows into one entity's tables. Made once per contract.
namespace gdo::trusted {

// A stored child: its rows wait in a temporary table with the key and the origin of their parent.
struct ChildSql {
  const contract::Child* child = nullptr;
  contract::TableDefinition table;
  std::string staging;         // the temporary table's name
  std::string create_staging;  // its columns: those of `table`, then the parent's origin
  std::string copy_target;
  std::string copy_direct;    // the table itself
  std::string insert_all;     // when every staged parent is new
  std::string insert_chosen;  // else: children of the parents that this publication wrote, counted
                              // by lote; $1 = its time, $2 the tenant
  std::string delete_old;     // children of the rows in `taken`
};

// One of the contract's links: its tuples wait in a temporary table.
struct LinkSql {
  std::vector<std::string> columns;  // the tenant's first
  std::string create;
  std::string copy_target;
  std::string clear;
  std::string note;  // to mudanca
};

// An entity's table. `$1` is the publication's time (atualizado_em of its rows) where one is named.
struct EntitySql {
  const contract::Contract* contract = nullptr;
  contract::TableDefinition table;
  std::string staging;
  std::string create_staging;
  std::string copy_target;
  std::string copy_direct;   // the table itself
  std::string create_asked;  // a temporary table: numbered keys
  std::string copy_asked;
  std::string clear_asked;
  std::string ask_known;     // the numbers of those of tenant $1 that the table has
  std::string create_taken;  // a temporary table: keys and links of rows that change or go
  std::string insert_new;    // rows with new keys, counted by lote; locks those of the others
  std::string find_older;    // to `taken`: the tenant's ($1) stored rows that a staged one replaces
  std::string replace;       // those rows, by the newest staged; counted by lote
  std::string take_rejudged;  // to `taken`: rows of lotes $2 that this publication did not write
  std::string take_tenant;    // to `taken`: all rows of tenant $1
  std::string take_lotes;     // to `taken`: all rows of lotes $1
  std::string delete_taken;
  std::string months;                   // of the staged rows; empty when not partitioned
  std::vector<std::string> note_new;    // links of the staged rows to mudanca; a statement a link
  std::vector<std::string> note_taken;  // links of the rows in `taken`
  std::string analyze_taken;
  std::string clear;        // empties staging
  std::string clear_taken;  // empties `taken`
  std::vector<ChildSql> children;
  std::vector<LinkSql> links;
};

EntitySql entity_sql(const contract::Contract& contract);

}  // namespace gdo::trusted
