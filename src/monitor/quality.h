#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "monitor/detector.h"
#include "pg/connection.h"

// What was wrong with the data that came, from registro_rejeitado, lote_entidade and qualidade, and
// how figures go from day to day (sql/tendencias/).
namespace gdo::monitor {

struct QualityRequest {
  std::string tenant;     // empty = all
  std::string payload;    // empty = all
  std::int64_t lote = 0;  // 0 = all lotes together
};

// Open rejections that give this reason; one rejection may give several.
struct OpenReason {
  std::string layer;
  std::string payload;
  std::string rule;  // "faixa:peso_liquido"
  std::int64_t open = 0;
};
std::vector<OpenReason> open_reasons(pg::Connection& connection, const QualityRequest& request);

// The books of an entity: one lote's, or the sum of all.
struct EntityQuality {
  std::string payload;
  std::string entity;
  std::int64_t lotes = 0;
  std::int64_t items = 0;
  std::int64_t accepted = 0;
  std::int64_t with_warnings = 0;
  std::int64_t rejected = 0;
  std::int64_t inserted = 0;
  std::int64_t updated = 0;
  std::int64_t superseded = 0;
  std::int64_t children = 0;
};
std::vector<EntityQuality> entity_quality(pg::Connection& connection,
                                          const QualityRequest& request);

// What one rule, or one step of cleaning, did to values.
struct RuleQuality {
  std::string payload;
  std::string entity;
  std::string field;
  std::string rule;
  std::string action;
  bool step = false;  // a step of cleaning, no rule
  std::int64_t checked = 0;
  std::int64_t changed = 0;
  std::int64_t violated = 0;
};
std::vector<RuleQuality> rule_quality(pg::Connection& connection, const QualityRequest& request);

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
