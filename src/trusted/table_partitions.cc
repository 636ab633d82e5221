#include "trusted/table_partitions.h"

#include <thread>

#include "base/log.h"
#include "base/stopwatch.h"
#include "pg/catalog.h"

namespace gdo::trusted {
namespace {

// Months outside of these go to the default partition: a file may name any.
constexpr std::chrono::year_month kFirstMonth{std::chrono::year(2000), std::chrono::January};
constexpr int kMonthsAhead = 12;

// Whoever waits for the lock of a default partition makes all readers of the table wait behind: so
// it is asked for shortly, and again.
constexpr const char* kLockPatience = "1s";
constexpr std::chrono::milliseconds kPause{500};
constexpr std::chrono::minutes kPatience{2};

bool deserves_partition(std::chrono::year_month month, std::int64_t now_us) {
  const std::chrono::sys_time<std::chrono::microseconds> now{std::chrono::microseconds(now_us)};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(now)};
  return month >= kFirstMonth &&
         month <= day.year() / day.month() + std::chrono::months(kMonthsAhead);
}

bool lock_not_available(const Error& error) { return error.sqlstate() == "55P03"; }

// Rows of the month lie in the default partition already, from when it was not worth its own.
bool rows_elsewhere(const Error& error) { return error.sqlstate() == "23514"; }

}  // namespace

bool TablePartitions::ensure(const contract::TableDefinition& table, std::chrono::year_month month,
                             std::int64_t now_us, Moment moment) {
  if (!deserves_partition(month, now_us)) return false;
  const std::string name = contract::trusted_partition_name(table, month);
  if (known_.contains(name)) return true;
  if (moment == Moment::meanwhile) {
    make_meanwhile(table, month);
  } else if (!postponing_) {
    make(table, month);
  } else if (!exists(name)) {
    postponed_.emplace_back(table, month);
    return false;
  }
  known_.insert(name);
  return true;
}

void TablePartitions::make_meanwhile(const contract::TableDefinition& table,
                                     std::chrono::year_month month) {
  const std::string name = contract::trusted_partition_name(table, month);
  if (!own_ || !own_->alive()) own_ = std::make_unique<pg::Connection>(database_);
  try {
    pg::make_table_once(*own_, name, contract::create_trusted_partition(table, month),
                        kLockPatience);
  } catch (const Error& error) {
    if (!rows_elsewhere(error) && !lock_not_available(error)) throw;
    throw Error(ErrorKind::transient, "partition " + name + " cannot be made now: " + error.what(),
                error.sqlstate());
  }
}

void TablePartitions::postpone() {
  postponing_ = true;
  postponed_.clear();
}

void TablePartitions::make_postponed() {
  postponing_ = false;
  for (const auto& [table, month] : postponed_) {
    make(table, month);
    known_.insert(contract::trusted_partition_name(table, month));
  }
  postponed_.clear();
}

void TablePartitions::make(const contract::TableDefinition& table, std::chrono::year_month month) {
  const std::string name = contract::trusted_partition_name(table, month);
  const Stopwatch watch;
  while (true) {
    try {
      pg::make_table_once(idle_, name, contract::create_trusted_partition(table, month),
                          kLockPatience);
      return;
    } catch (const Error& error) {
      if (rows_elsewhere(error)) return;
      if (!lock_not_available(error) || watch.elapsed() > kPatience) throw;
      log::debug("partition {} waits for the table's users", name);
      std::this_thread::sleep_for(kPause);
    }
  }
}

bool TablePartitions::exists(const std::string& name) {
  return idle_.query("SELECT to_regclass($1) IS NOT NULL", {pg::quote_identifier(name)})
      .boolean(0, 0);
}

}  // namespace gdo::trusted
