#include "monitor/trends.h"

#include <cstdlib>

#include "embedded/tendencias_sql.h"

namespace gdo::monitor {
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
