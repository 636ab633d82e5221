#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

// Run events as OpenLineage has them (spec 2-0-2, #/$defs/RunEvent), for catalogues of data.
namespace gdo::monitor {

struct LineageDataset {
  std::string space;                      // where it is: "postgres://host:5432", "gs://bucket"
  std::string name;                       // "gdo.public.raw_caixas"
  std::optional<std::int64_t> rows = {};  // written (of outputs) or read (of inputs)
  std::optional<std::int64_t> bytes = {};
};

struct LineageRun {
  std::string id;   // a UUID
  std::string job;  // "gdo.raw"
  std::string space = "gdo";
};

struct LineageEvent {
  enum class Type { start, complete, abort, fail };
  Type type = Type::start;
  std::chrono::system_clock::time_point time = {};
  LineageRun run = {};
  std::vector<LineageDataset> inputs = {};
  std::vector<LineageDataset> outputs = {};
  std::string failure = {};  // why, for people; of fail
};

std::string random_uuid();

nlohmann::ordered_json lineage_json(const LineageEvent& event);

// To an endpoint (http…: its /api/v1/lineage, when the address has no path), else appended to a
// file, a line an event. Gives what went wrong; empty = it is there.
std::string send_lineage(const std::string& target, const LineageEvent& event);

}  // namespace gdo::monitor
