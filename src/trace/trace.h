#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/trace_key.h"
#include "trace/untraced.h"

namespace gdo::trace {

// One thing on the way between a farm and a sale.
struct TraceNode {
  std::string type;  // caixa, venda, ordem, lote, carcaca, animal, fazenda
  nlohmann::ordered_json key;
  nlohmann::ordered_json data;  // what gold says of it, and of its link to its parent
  std::vector<TraceNode> children;
  std::int64_t omitted = 0;            // children that a limit left out, half-carcasses apart
  std::int64_t omitted_carcasses = 0;  // half-carcasses of this node left out
  std::int64_t carcasses_of_omitted_lots = 0;  // of an order: those of its lots left out
};

// What stands behind a box, sale or order, all of it, whatever a limit shows.
struct TraceSources {
  std::vector<nlohmann::ordered_json> orders;  // keys
  std::int64_t lotes = 0;                      // distinct source lots
  std::int64_t with_schedule = 0;  // of which with schedule, producer's document and farm
  std::int64_t with_animals = 0;   // of which with half-carcasses
  std::int64_t with_lack = 0;      // of which lack something
  std::vector<TraceNode> lacks;    // the first of those, by key
};

// Where a thing comes from, and where it went. `sujeito.filhos` is empty.
struct Trace {
  std::string tenant;
  TraceNode subject;
  bool traceable = false;
  std::optional<std::string> reason;  // why not
  TraceSources sources;
  std::vector<MissingThing> lacks;  // what it lacks, where missing_of() was asked
  TraceNode origin;                 // the subject with what stands before it as children
  TraceNode destination;            // the same with what came after
};

struct TraceLimits {
  std::int64_t children = 1000;   // of one node, in lists of boxes, sales, orders, lots
  std::int64_t carcasses = 1000;  // half-carcasses shown for a lot
};

// Follows the links of gold in both directions, with a fixed number of look-ups, each by an index.
// Holds personal data in clear: see mask_personal(). The service tables must exist. Throws
// Error(not_found) when the thing went away since its key was found.
Trace trace(pg::Connection& connection, const FoundKey& key, const TraceLimits& limits);

// The document of `gdo trace --json`.
nlohmann::ordered_json trace_document(Trace trace);

}  // namespace gdo::trace
