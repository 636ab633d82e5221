#include "monitor/quality.h"

#include <fmt/format.h>

#include <cstdlib>

#include "embedded/monitor_sql.h"
#include "embedded/tendencias_sql.h"

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

namespace {

constexpr std::string_view kArrivals = "chegada";

void add_rows(const pg::Result& rows, std::vector<Trend>& all) {
  for (int row = 0; row < rows.rows(); ++row) {
    const std::string_view measure = rows.text(row, 0);
    const std::string_view series = rows.text(row, 1);
    if (all.empty() || all.back().measure != measure || all.back().series != series) {
      all.push_back({std::string(measure), std::string(series), {}, {}});
    }
    all.back().points.push_back({std::string(rows.text(row, 2)),
                                 std::strtod(std::string(rows.text(row, 3)).c_str(), nullptr)});
  }
}

void find_change(Trend& trend) {
  if (trend.measure == kArrivals) return;
  std::vector<double> values;
  for (const TrendPoint& point : trend.points) values.push_back(point.value);
  trend.change = change_point(values);
}

}  // namespace

std::vector<Trend> trends(pg::Connection& connection, const TrendRequest& request) {
  const bool gold =
      connection.query("SELECT to_regclass('service_ordens_desossa') IS NOT NULL").boolean(0, 0);
  std::vector<Trend> all;
  for (const auto& file : tendencias_sql::files()) {
    if (!gold && file.path.ends_with("rendimento.sql")) continue;
    add_rows(
        connection.query(std::string(file.text), {request.tenant, request.days, request.payload}),
        all);
  }
  for (Trend& trend : all) find_change(trend);
  return all;
}

}  // namespace gdo::monitor
