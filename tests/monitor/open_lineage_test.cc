// Run events hold what #/$defs/RunEvent of OpenLineage's schema (spec 2-0-2) asks of them. The
// schema itself is checked here rule by rule: what is required, and which form it has.

#include "monitor/open_lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <thread>

#include "monitor/post_receiver.h"
#include "support/temporary_folder.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::json;
using testing::IsEmpty;
using testing::SizeIs;

const std::regex kUri("[a-z][a-z0-9+.-]*:[^\\s]+");
const std::regex kDateTime(
    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
const std::regex kUuid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

// What is wrong, a line each.
class RunEventCheck {
 public:
  std::vector<std::string> diagnostics(const Json& event) {
    text(event, "eventTime", kDateTime);
    text(event, "producer", kUri);
    text(event, "schemaURL", kUri);
    if (event.contains("eventType") &&
        !std::set<std::string>{"START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"}.contains(
            event["eventType"].get<std::string>())) {
      diagnostics_.emplace_back("eventType");
    }
    if (object(event, "run")) {
      text(event["run"], "runId", kUuid);
      facets(event["run"], "facets");
    }
    if (object(event, "job")) {
      named(event["job"]);
      facets(event["job"], "facets");
    }
    datasets(event, "inputs", "inputFacets");
    datasets(event, "outputs", "outputFacets");
    return diagnostics_;
  }

 private:
  void text(const Json& in, const char* name, const std::regex& form) {
    if (!in.contains(name) || !in[name].is_string() ||
        !std::regex_match(in[name].get<std::string>(), form)) {
      diagnostics_.emplace_back(name);
    }
  }
  bool object(const Json& in, const char* name) {
    if (in.contains(name) && in[name].is_object()) return true;
    diagnostics_.emplace_back(name);
    return false;
  }
  void named(const Json& thing) {
    for (const char* name : {"namespace", "name"}) {
      if (!thing.contains(name) || !thing[name].is_string()) diagnostics_.emplace_back(name);
    }
  }
  void facets(const Json& in, const char* name) {
    if (!in.contains(name)) return;
    for (const auto& [key, facet] : in[name].items()) {
      text(facet, "_producer", kUri);
      text(facet, "_schemaURL", kUri);
    }
  }
  void datasets(const Json& event, const char* name, const char* own) {
    if (!event.contains(name)) return;
    if (!event[name].is_array()) diagnostics_.emplace_back(name);
    for (const Json& one : event[name]) {
      named(one);
      facets(one, "facets");
      facets(one, own);
    }
  }

  std::vector<std::string> diagnostics_;
};

std::vector<std::string> mistakes_of(const Json& event) {
  return RunEventCheck().diagnostics(event);
}

LineageEvent whole_event() {
  return {.type = LineageEvent::Type::fail,
          .time = std::chrono::system_clock::now(),
          .run = {.id = random_uuid(), .job = "gdo.raw"},
          .inputs = {{"gs://bucket", "lake/pending/caixas", 12, 3456}},
          .outputs = {{"postgres://db:5432", "gdo.public.raw_caixas", 12, std::nullopt},
                      {"postgres://db:5432", "gdo.public.raw_escala", std::nullopt, std::nullopt}},
          .failure = "o banco não responde"};
}

TEST(OpenLineage, EveryKindOfEventIsAValidRunEvent) {
  for (const auto type : {LineageEvent::Type::start, LineageEvent::Type::complete,
                          LineageEvent::Type::abort, LineageEvent::Type::fail}) {
    LineageEvent event = whole_event();
    event.type = type;
    EXPECT_THAT(mistakes_of(lineage_json(event)), IsEmpty());
  }
  const Json event = lineage_json(whole_event());
  EXPECT_EQ(event["eventType"], "FAIL");
  EXPECT_EQ(event["run"]["facets"]["errorMessage"]["message"], "o banco não responde");
  EXPECT_EQ(event["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"], 12);
  EXPECT_FALSE(event["outputs"][1].contains("outputFacets"));
}

TEST(OpenLineage, TheCheckSeesAnEventWithoutARun) {
  Json event = lineage_json(whole_event());
  event.erase("run");
  event["job"].erase("name");
  event["eventTime"] = "yesterday";
  EXPECT_THAT(mistakes_of(event), SizeIs(3));
}

TEST(OpenLineage, EventsGoToAFileALineEachWhoeverWrites) {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "events.jsonl").string();
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      for (int j = 0; j < 25; ++j) EXPECT_EQ(send_lineage(path, whole_event()), "");
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::ifstream file(path);
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    EXPECT_THAT(mistakes_of(Json::parse(line)), IsEmpty());
  }
  EXPECT_EQ(lines, 100);
  EXPECT_NE(send_lineage((folder.path() / "no" / "such" / "folder").string(), whole_event()), "");
}

TEST(OpenLineage, EventsGoToAnEndpointWhoseRefusalIsSaid) {
  test::PostReceiver receiver;
  EXPECT_EQ(send_lineage(receiver.url(), whole_event()), "");
  ASSERT_THAT(receiver.taken(), SizeIs(1));
  EXPECT_THAT(mistakes_of(Json::parse(receiver.taken()[0])), IsEmpty());
  receiver.answer(500);
  EXPECT_NE(send_lineage(receiver.url(), whole_event()), "");
}

}  // namespace
}  // namespace gdo::monitor
