#include "monitor/quality.h"

#include <fmt/format.h>

#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

pg::Result ask(pg::Connection& connection, const std::string& sql, const QualityRequest& request) {
  return connection.query(sql, {request.tenant, request.payload, request.lote});
}

}  // namespace

std::vector<OpenReason> open_reasons(pg::Connection& connection, const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::open_reasons, request);
  std::vector<OpenReason> reasons;
  for (int row = 0; row < rows.rows(); ++row) {
    reasons.push_back({.layer = std::string(rows.text(row, 0)),
                       .payload = std::string(rows.text(row, 1)),
                       .rule = std::string(rows.text(row, 2)),
                       .open = rows.integer(row, 3)});
  }
  return reasons;
}

std::vector<EntityQuality> entity_quality(pg::Connection& connection,
                                          const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::entity_quality, request);
  std::vector<EntityQuality> entities;
  for (int row = 0; row < rows.rows(); ++row) {
    entities.push_back({.payload = std::string(rows.text(row, 0)),
                        .entity = std::string(rows.text(row, 1)),
                        .lotes = rows.integer(row, 2),
                        .items = rows.integer(row, 3),
                        .accepted = rows.integer(row, 4),
                        .with_warnings = rows.integer(row, 5),
                        .rejected = rows.integer(row, 6),
                        .inserted = rows.integer(row, 7),
                        .updated = rows.integer(row, 8),
                        .superseded = rows.integer(row, 9),
                        .children = rows.integer(row, 10)});
  }
  return entities;
}

std::vector<RuleQuality> rule_quality(pg::Connection& connection, const QualityRequest& request) {
  const pg::Result rows = ask(connection, monitor_sql::rule_quality, request);
  std::vector<RuleQuality> rules;
  for (int row = 0; row < rows.rows(); ++row) {
    rules.push_back({.payload = std::string(rows.text(row, 0)),
                     .entity = std::string(rows.text(row, 1)),
                     .field = std::string(rows.text(row, 2)),
                     .rule = std::string(rows.text(row, 3)),
                     .action = std::string(rows.text(row, 4)),
                     .step = rows.boolean(row, 5),
                     .checked = rows.integer(row, 6),
                     .changed = rows.integer(row, 7),
                     .violated = rows.integer(row, 8)});
  }
  return rules;
}

}  // namespace gdo::monitor
