#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::lineage {

// A row of gold or silver, by its primary key.
struct TableKey {
  std::string table;
  std::string tenant;
  nlohmann::ordered_json key;  // without token_cliente
};

// Finds the one row that a person means by a table ("service_caixas", "caixas") and the values of
// its key, joined by '/', in the order of the primary key or of interface's keys; some may be left
// out. tenant: empty = whichever has it. Throws Error(config) for a table that is none of gold's
// or silver's and for a key that several rows or tenants have, Error(not_found) for none.
TableKey find_row(pg::Connection& connection, std::string_view table, std::string_view key,
                  const std::string& tenant);

// A row of silver that a record of a file became, or a rejection.
struct SilverRow {
  std::string table;
  nlohmann::ordered_json key;
  std::int64_t item_number = 0;
};

// A record as raw keeps it, and where it came from.
struct RawOrigin {
  std::string table;  // raw_<payload>, or registro_rejeitado when raw does not hold it
  std::int64_t record_number = 0;
  std::int64_t byte_start = 0;  // in the uncompressed document
  std::int64_t byte_size = 0;
  std::string complete_data;
  std::vector<SilverRow> rows;
};

// A delivery that brought some of them.
struct FileOrigin {
  std::int64_t file_id = 0;
  std::string payload;
  std::string file;  // where it lies now: file:///… or gs://…
  std::int64_t generation = 0;
  std::string sha256;  // of the stored bytes, 64 hex digits
  std::vector<RawOrigin> records;
  std::map<std::string, std::int64_t> rows;  // rows by table, those only counted, too
};

// How many rows of a table stand behind one, and how many of them are shown.
struct RowCount {
  std::int64_t rows = 0;
  std::int64_t shown = 0;
};

struct Lineage {
  TableKey row;
  std::vector<FileOrigin> files;
  std::map<std::string, RowCount> tables;  // of gold only where a row sums others up
};

// The records that made a row: of gold by the rows of silver it was worked out from, of a month's
// figures by all they sum up. Of long lists (the half-carcasses of a box's lots, the boxes of an
// order, all of a month's) the first `limit` rows are shown; of the rest the files, and how many.
// Throws Error(config) for a gold table of which no model is known.
Lineage lineage(pg::Connection& connection, const TableKey& row, std::int64_t limit,
                const gold::Models& models = gold::built_in_models());

}  // namespace gdo::lineage
