#include "raw/partitions.h"

#include "contract/ddl/raw_ddl.h"
#include "pg/table_once.h"

namespace gdo::raw {

void Partitions::ensure(const contract::Payload& payload, std::chrono::year_month month) {
  const std::string name = contract::raw_partition_name(payload, month);
  if (known_.contains(name)) return;
  pg::make_table_once(connection_, name, contract::create_raw_partition(payload, month));
  known_.insert(name);
}

std::string Partitions::at(const contract::Payload& payload, std::int64_t time_us) {
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(time_us)};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  const std::chrono::year_month month = day.year() / day.month();
  ensure(payload, month);
  ensure(payload, month + std::chrono::months(1));
  return contract::raw_partition_name(payload, month);
}

}  // namespace gdo::raw
