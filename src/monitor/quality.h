#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

// What was wrong with the data that came, from registro_rejeitado, lote_entidade and qualidade.
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

}  // namespace gdo::monitor
