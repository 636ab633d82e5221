#include "monitor/alert_changes.h"

#include "embedded/control_sql.h"
#include "monitor/alert_sql.h"

namespace gdo::monitor {
namespace {

std::vector<std::int64_t> changed_ids(const pg::Result& rows) {
  std::vector<std::int64_t> ids;
  for (int row = 0; row < rows.rows(); ++row) ids.push_back(rows.integer(row, 0));
  return ids;
}

}  // namespace

std::vector<std::int64_t> acknowledge_alerts(pg::Connection& connection,
                                             const std::vector<std::int64_t>& ids,
                                             const std::string& who) {
  return changed_ids(
      connection.query(control_sql::acknowledge_alerts, {pg::integer_array(ids), who}));
}

std::vector<std::int64_t> expect_alerts(pg::Connection& connection,
                                        const std::vector<std::int64_t>& ids,
                                        const std::string& who, const std::string& why) {
  return changed_ids(
      connection.query(control_sql::expect_days, {pg::integer_array(ids), who, why}));
}

}  // namespace gdo::monitor
