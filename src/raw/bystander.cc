#include "raw/bystander.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/log.h"
#include "base/outside_text.h"
#include "base/stopwatch.h"
#include "embedded/raw_sql.h"

namespace gdo::raw {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPause{100};
constexpr milliseconds kWorthSaying{5000};

}  // namespace

Bystander::Holders Bystander::holders() {
  const auto rows = connection_.query(raw_sql::lease_holders,
                                      {own_, lake_ + "/", pg::text_array(options_.payloads)});
  Holders found;
  for (int row = 0; row < rows.rows(); ++row) {
    found[rows.integer(row, 0)] = {
        .who = fmt::format("gdo process {} on {}", rows.text(row, 1), rows.text(row, 2)),
        .since = std::string(rows.text(row, 3)),
        .valid_until_us = rows.integer(row, 4),
        .alive = rows.boolean(row, 5)};
  }
  return found;
}

bool Bystander::saw_one_die(const StopFlag& stop) {
  const Holders first = holders();
  const Stopwatch watch;
  bool reported = false;
  while (!stop.requested()) {
    const Holders now = holders();
    const Holder* quiet = nullptr;  // neither dead nor heard of since
    for (const auto& [lease, holder] : now) {
      const auto before = first.find(lease);
      if (before == first.end() || dead_.contains(lease)) continue;
      if (!holder.alive) {
        dead_.insert(lease);
        return true;
      }
      if (holder.valid_until_us == before->second.valid_until_us) quiet = &holder;
    }
    if (quiet == nullptr) return false;
    if (!reported && watch.elapsed() > std::min(kWorthSaying, options_.lease)) {
      log::warn(
          "waiting for {}, at work since {}, which holds files of this lake and gives no sign of "
          "life; they are loaded here when its lease is out",
          printable(quiet->who), quiet->since);
      reported = true;
    }
    std::this_thread::sleep_for(kPause);
  }
  return false;
}

}  // namespace gdo::raw
