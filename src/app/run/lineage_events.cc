#include "app/run/lineage_events.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "monitor/open_lineage.h"

namespace gdo::app {
namespace {

using monitor::LineageDataset;
using monitor::LineageEvent;

// "gs://bucket" and the rest, as OpenLineage names what lies in a lake.
std::pair<std::string, std::string> split_lake(const std::string& uri) {
  constexpr std::string_view kFolder = "file://";
  if (uri.starts_with(kFolder)) return {"file", uri.substr(kFolder.size())};
  const std::size_t path = uri.find('/', uri.find("://") + 3);
  if (path == std::string::npos) return {uri, ""};
  return {uri.substr(0, path), uri.substr(path + 1)};
}

class LineageReporter {
 public:
  explicit LineageReporter(const config::Settings& settings)
      : target_(settings.openlineage_url),
        space_(settings.db.host.empty()
                   ? fmt::format("postgres://localhost{}", settings.home.string())
                   : fmt::format("postgres://{}:{}", settings.db.host, settings.db.port)),
        database_(settings.db.host.empty() ? "gdo" : settings.db.name) {}

  void send(const raw::RawReport& report, const std::string& lake) {
    const auto [space, folder] = split_lake(lake);
    LineageEvent event;
    for (const raw::RawStage& stage : report.stages) {
      if (stage.files.read == 0) continue;
      event.inputs.push_back({.space = space,
                              .name = fmt::format("{}/pending/{}", folder, stage.payload),
                              .rows = stage.records.read,
                              .bytes = static_cast<std::int64_t>(stage.bytes)});
      event.outputs.push_back(table("raw_" + stage.payload, stage.records.loaded));
    }
    send("gdo.raw", report, event);
  }

  void send(const trusted::TrustedReport& report) {
    LineageEvent event;
    for (const trusted::TrustedStage& stage : report.stages) {
      if (stage.lotes == 0) continue;
      std::int64_t items = 0;
      for (const auto& [entity, counts] : stage.entities) {
        items += counts.items;
        if (entity.empty()) continue;
        event.outputs.push_back(table("trusted_" + entity, counts.inserted + counts.updated));
      }
      event.inputs.push_back(table("raw_" + stage.payload, items));
    }
    send("gdo.trusted", report, event);
  }

  void send(const gold::ServiceReport& report) {
    LineageEvent event;
    for (const gold::ServiceStage& stage : report.stages) {
      if (stage.keys == 0 && stage.changed_rows == 0 && stage.rebuilds == 0) continue;
      event.outputs.push_back(table(stage.model, stage.changed_rows));
    }
    if (!event.outputs.empty()) event.inputs.push_back({.space = space_, .name = named("mudanca")});
    send("gdo.service", report, event);
  }

 private:
  std::string named(const std::string& table) const {
    return fmt::format("{}.public.{}", database_, table);
  }

  LineageDataset table(const std::string& name, std::int64_t rows) const {
    return {.space = space_, .name = named(name), .rows = rows};
  }

  template <typename Report>
  void send(const char* job, const Report& report, LineageEvent event) {
    const bool idle = event.inputs.empty() && event.outputs.empty();
    if (idle && report.success()) return;
    event.run = {.id = monitor::random_uuid(), .job = job};
    event.time = report.start;
    send(event);
    event.type = report.interrupted ? LineageEvent::Type::abort
                 : report.success() ? LineageEvent::Type::complete
                                    : LineageEvent::Type::fail;
    if (event.type == LineageEvent::Type::fail) event.failure = "veja log_processamento";
    event.time = report.start + std::chrono::milliseconds(report.duration_ms);
    send(event);
  }

  void send(const LineageEvent& event) {
    if (dead_) return;
    const std::string problem = monitor::send_lineage(target_, event);
    dead_ = !problem.empty();
    if (dead_) log::warn("OPENLINEAGE_URL does not take events: {}", problem);
  }

  const std::string target_;
  const std::string space_;     // of tables
  const std::string database_;  // its name
  bool dead_ = false;           // refused one: the rest of this run is not tried
};

}  // namespace

void report_lineage(const RunReport& report, const std::string& lake, Context& context) {
  if (context.settings().openlineage_url.empty()) return;
  LineageReporter reporter(context.settings());
  if (report.raw) reporter.send(*report.raw, lake);
  if (report.trusted) reporter.send(*report.trusted);
  if (report.service) reporter.send(*report.service);
}

}  // namespace gdo::app
