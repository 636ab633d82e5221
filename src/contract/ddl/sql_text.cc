#include "contract/ddl/sql_text.h"

#include <fmt/format.h>

#include "base/encodings.h"
#include "embedded/contract_sql.h"

namespace gdo::contract {

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += quote_identifier(name);
  }
  return out;
}

std::string partition_name(std::string_view table, std::chrono::year_month month) {
  return fmt::format("{}_{:04}_{:02}", table, int{month.year()}, unsigned{month.month()});
}

std::string first_day(std::chrono::year_month month) {
  return fmt::format("{:04}-{:02}-01", int{month.year()}, unsigned{month.month()});
}

std::string create_partition(const PartitionSpan& span) {
  const std::string check = quote_identifier(span.partition + "_span");
  const std::string table = quote_identifier(span.table);
  const std::string partition = quote_identifier(span.partition);
  return fmt::format(contract_sql::create_partition, table, partition, check,
                     quote_identifier(span.column), span.from, span.to) +
         "\n";
}

}  // namespace gdo::contract
