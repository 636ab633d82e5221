#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "monitor/detector.h"
#include "pg/connection.h"

// How figures go from day to day (sql/tendencias/).
namespace gdo::monitor {

struct TrendRequest {
  std::string tenant = {};   // empty = all
  std::string payload = {};  // empty = all
  int days = 28;
};

struct TrendPoint {
  std::string when;  // "2026-06-29"; of arrivals the hour, "7"
  double value = 0;
};

struct Trend {
  std::string measure;  // vazao, p50, p95, rejeicao, chegada, rendimento
  std::string series;   // payload, rule or plant
  std::vector<TrendPoint> points;
  std::optional<ChangePoint> change;  // never of arrivals
};

// By measure, then by series. Yields are left out before gold has tables.
std::vector<Trend> trends(pg::Connection& connection, const TrendRequest& request);

}  // namespace gdo::monitor
