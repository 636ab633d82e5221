#include "monitor/open_lineage.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <random>

#include "base/version.h"
#include "store/http/transfer.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kEventSchema =
    "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
constexpr const char* kFacets = "https://openlineage.io/spec/facets/";
constexpr const char* kFilePrefix = "file://";

// A URI that names the program: it has no address of its own.
std::string producer() { return fmt::format("urn:gdo:{}", kVersion); }

std::string time_text(std::chrono::system_clock::time_point time) {
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  const std::chrono::sys_seconds seconds(std::chrono::seconds(milliseconds / 1000));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), milliseconds % 1000);
}

Json facet(const char* schema) {
  return {{"_producer", producer()}, {"_schemaURL", std::string(kFacets) + schema}};
}

Json dataset_json(const LineageDataset& dataset, const char* facets, const char* statistics,
                  const char* schema) {
  Json json = {{"namespace", dataset.space}, {"name", dataset.name}};
  if (!dataset.rows && !dataset.bytes) return json;
  Json counted = facet(schema);
  if (dataset.rows) counted["rowCount"] = *dataset.rows;
  if (dataset.bytes) counted["size"] = *dataset.bytes;
  json[facets] = {{statistics, counted}};
  return json;
}

Json run_facets(const LineageEvent& event) {
  Json engine = facet("1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet");
  engine["version"] = kVersion;
  engine["name"] = "gdo";
  Json facets = {{"processing_engine", engine}};
  if (!event.failure.empty()) {
    Json message = facet("1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet");
    message["message"] = event.failure;
    message["programmingLanguage"] = "C++";
    facets["errorMessage"] = message;
  }
  return facets;
}

Json job_facets() {
  Json type = facet("2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet");
  type["processingType"] = "BATCH";
  type["integration"] = "GDO";
  type["jobType"] = "JOB";
  return {{"jobType", type}};
}

std::string append_line(const std::string& path, const std::string& line) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (file < 0) return std::strerror(errno);
  // One write, so that lines of several processes do not mix.
  const ssize_t written = write(file, line.data(), line.size());
  const std::string problem =
      written == static_cast<ssize_t>(line.size()) ? "" : "the file system took it in part";
  close(file);
  return problem;
}

bool is_endpoint(const std::string& target) {
  return target.starts_with("http://") || target.starts_with("https://");
}

}  // namespace

std::string random_uuid() {
  std::random_device device;
  std::array<std::uint32_t, 4> words = {device(), device(), device(), device()};
  words[1] = (words[1] & 0xffff0fffU) | 0x00004000U;  // version 4
  words[2] = (words[2] & 0x3fffffffU) | 0x80000000U;  // variant of RFC 4122
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16U,
                     words[1] & 0xffffU, words[2] >> 16U, words[2] & 0xffffU, words[3]);
}

Json lineage_json(const LineageEvent& event) {
  constexpr std::array kTypes = {"START", "COMPLETE", "ABORT", "FAIL"};
  Json inputs = Json::array();
  for (const LineageDataset& one : event.inputs) {
    inputs.push_back(dataset_json(
        one, "inputFacets", "inputStatistics",
        "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/InputStatisticsInputDatasetFacet"));
  }
  Json outputs = Json::array();
  for (const LineageDataset& one : event.outputs) {
    outputs.push_back(dataset_json(
        one, "outputFacets", "outputStatistics",
        "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet"));
  }
  return {
      {"eventType", kTypes.at(static_cast<std::size_t>(event.type))},
      {"eventTime", time_text(event.time)},
      {"producer", producer()},
      {"schemaURL", kEventSchema},
      {"run", {{"runId", event.run.id}, {"facets", run_facets(event)}}},
      {"job", {{"namespace", event.run.space}, {"name", event.run.job}, {"facets", job_facets()}}},
      {"inputs", inputs},
      {"outputs", outputs}};
}

std::string send_lineage(const std::string& target, const LineageEvent& event) {
  const std::string body = lineage_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
  if (!is_endpoint(target)) {
    const std::string path =
        target.starts_with(kFilePrefix) ? target.substr(std::strlen(kFilePrefix)) : target;
    return append_line(path, body + "\n");
  }
  const std::size_t host = target.find("://") + 3;
  const std::size_t path = target.find('/', host);
  const bool bare = path == std::string::npos || path + 1 == target.size();
  return store::post_json(bare ? target.substr(0, path) + "/api/v1/lineage" : target, body);
}

}  // namespace gdo::monitor
