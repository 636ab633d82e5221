#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

// Spelling of the SQL that contracts generate. The loader has let only plain lower-case names
// through.
namespace gdo::contract {

std::string quoted_list(const std::vector<std::string>& names);  // "a", "b"
std::string partition_name(std::string_view table, std::chrono::year_month month);
// "2026-11-01", the first day of a month.
std::string first_day(std::chrono::year_month month);

// Makes the partition that holds [from, to) of a column, and attaches it without scanning it or
// holding a strong lock on the parent for long: CREATE with a CHECK, ATTACH, drop the CHECK.
struct PartitionSpan {
  std::string table;
  std::string partition;
  std::string column;
  std::string from;  // SQL literals
  std::string to;
};
std::string create_partition(const PartitionSpan& span);

}  // namespace gdo::contract
