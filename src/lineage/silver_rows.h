#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/lineage.h"
#include "pg/connection.h"

namespace gdo::lineage {

// Rows of silver by the record of the file that each came from.
class SilverRows {
 public:
  struct Record {
    std::int64_t lote_id;
    std::int64_t file_id;
    std::int64_t record_number;
    auto operator<=>(const Record&) const = default;
  };

  SilverRows(pg::Connection& connection, std::string tenant)
      : connection_(connection), tenant_(std::move(tenant)) {}

  // Rows of trusted_<entity> whose columns have these values: objects of an array, all with the
  // same members. The first `limit` of them are kept, the rest only counted.
  void add(const std::string& table, const nlohmann::ordered_json& keys, std::int64_t limit);
  // The same of the rows whose columns are those of a row of `scope`, a temporary table.
  void add_in(const std::string& table, std::string_view scope,
              const std::vector<std::string>& columns, std::int64_t limit);
  // Records of files that bear the name of a row, as the query of its model finds them: they became
  // no row that is there now, or the one that is.
  void add_records(const std::string& query, const nlohmann::ordered_json& key);
  // Rejections that a month of the tenant counts.
  void add_rejections(const std::string& month, std::int64_t limit);
  // Rows of gold that a row sums up.
  void note_gold(const std::string& table, std::int64_t rows) { tables_[table].rows += rows; }

  const std::map<Record, std::vector<SilverRow>>& records() const { return records_; }
  const std::map<std::string, RowCount>& tables() const { return tables_; }
  // How many rows of which table each file brought, those only counted, too.
  const std::map<std::int64_t, std::map<std::string, std::int64_t>>& files() const {
    return files_;
  }

 private:
  // Where rows are: everything behind SELECT, with t for their table.
  struct Source {
    std::string table;
    std::vector<std::string> key;
    std::string from;
    std::vector<pg::Param> params;
  };
  void add_from(const Source& source, std::int64_t limit);
  void count_all(const Source& source);
  std::string equal_columns(const std::vector<std::string>& columns) const;

  pg::Connection& connection_;
  std::string tenant_;
  std::map<Record, std::vector<SilverRow>> records_;
  std::map<std::string, RowCount> tables_;
  std::map<std::int64_t, std::map<std::string, std::int64_t>> files_;
};

}  // namespace gdo::lineage
