#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"
#include "service/lineage/lineage.h"

namespace gdo::service {

// The columns of a table's primary key without token_cliente; none = there is no such table.
std::vector<std::string> key_columns(pg::Connection& connection, std::string_view table);

// Rows of silver by the record of the file that each came from.
class SilverRows {
 public:
  struct Record {
    std::int64_t lote_id;
    std::int64_t arquivo_id;
    std::int64_t nr_registro;
    auto operator<=>(const Record&) const = default;
  };

  SilverRows(pg::Connection& connection, std::string tenant)
      : connection_(connection), tenant_(std::move(tenant)) {}

  // Rows of trusted_<entity> whose columns have these values: objects of an array, all with the
  // same members.
  void add(const std::string& table, const nlohmann::ordered_json& keys);
  // Only how many there are.
  void count(const std::string& table, const nlohmann::ordered_json& keys);

  const std::map<Record, std::vector<SilverRow>>& records() const { return records_; }
  const std::map<std::string, std::int64_t>& counts() const { return counts_; }

 private:
  pg::Connection& connection_;
  std::string tenant_;
  std::map<Record, std::vector<SilverRow>> records_;
  std::map<std::string, std::int64_t> counts_;
};

}  // namespace gdo::service
