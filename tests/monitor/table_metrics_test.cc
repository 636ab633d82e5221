// What Prometheus is told of the tables and the lake.

#include "monitor/table_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "monitor/quality.h"
#include "monitor/test_plant.h"
#include "store/object_store.h"

namespace gdo::monitor {
namespace {

using testing::HasSubstr;
using testing::Not;

class TableMetricsTest : public testing::Test {
 protected:
  void SetUp() override {
    plant_.deliver("animais", "animais_2026_06_29_10_00_00_000Z.json",
                   "[" + test::farm_animal("1") + "," + test::farm_animal("2") + "]");
    plant_.deliver("animais", "animais_2026_06_29_11_00_00_000Z.json", "[{\"id_animal\": ");
    plant_.load();
    plant_.deliver("caixas", "caixas_2026_06_29_10_00_00_000Z.json", "[]");
  }

  test::TestPlant plant_;
  pg::Connection connection_ = plant_.connect();
};

TEST_F(TableMetricsTest, FamiliesStandTogetherAndEveryLineIsWellFormed) {
  const auto store = store::open_store(plant_.lake().string(), {});
  const std::string text =
      table_metrics(connection_) + lake_metrics(connection_, *store, plant_.catalog(), "");
  const std::regex sample("[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? -?[0-9.e+]+");
  std::set<std::string> families;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE")) {
      EXPECT_TRUE(families.insert(line).second) << line;
    } else if (!line.starts_with("#")) {
      EXPECT_TRUE(std::regex_match(line, sample)) << line;
    }
  }
  EXPECT_THAT(text, HasSubstr("gdo_files{payload=\"animais\",status=\"carregado\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gdo_files{payload=\"animais\",status=\"erro\"} 1\n"));
  EXPECT_THAT(
      text,
      HasSubstr("gdo_records_total{layer=\"raw\",payload=\"animais\",result=\"loaded\"} 2\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "gdo_lote_duration_seconds_bucket{layer=\"raw\",payload=\"animais\",le=\"+Inf\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gdo_backlog{layer=\"trusted\",payload=\"animais\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gdo_pending_files{payload=\"caixas\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("gdo_oldest_file_age_seconds{payload=\"escala\"} 0\n"));
}

TEST_F(TableMetricsTest, KeeperSaysWhatDoesNotAnswer) {
  const auto text_of = [&](const pg::ConnectOptions& server, const std::string& lake) {
    MetricsKeeper keeper(
        {server, [lake] { return store::open_store(lake, {}); }, "", plant_.catalog()},
        std::chrono::milliseconds(20));
    for (int tries = 0; tries < 500 && keeper.text().empty(); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return keeper.text();
  };
  const std::string all = text_of(plant_.options(), plant_.lake().string());
  EXPECT_THAT(all, HasSubstr("\ngdo_database_up 1\n"));
  EXPECT_THAT(all, HasSubstr("\ngdo_lake_up 1\n"));
  EXPECT_THAT(all, HasSubstr("gdo_files{"));
  const std::string no_lake = text_of(plant_.options(), "/no/such/folder");
  EXPECT_THAT(no_lake, HasSubstr("\ngdo_lake_up 0\n"));
  EXPECT_THAT(no_lake, HasSubstr("gdo_files{"));
  const std::string no_database =
      text_of({.uri_or_conninfo = "host=127.0.0.1 port=1"}, plant_.lake().string());
  EXPECT_THAT(no_database, HasSubstr("\ngdo_database_up 0\n"));
  EXPECT_THAT(no_database, Not(HasSubstr("gdo_files{")));
}

TEST_F(TableMetricsTest, TrendsShowWhatWasLoadedToday) {
  const std::vector<Trend> all = trends(connection_, {});
  std::set<std::string> measures;
  for (const Trend& trend : all) {
    measures.insert(trend.measure);
    EXPECT_FALSE(trend.points.empty()) << trend.measure;
    EXPECT_FALSE(trend.change);
  }
  EXPECT_EQ(measures, (std::set<std::string>{"chegada", "p50", "p95", "vazao"}));
  EXPECT_TRUE(trends(connection_, {.tenant = "nobody"}).empty());
  EXPECT_TRUE(trends(connection_, {.payload = "escala"}).empty());
}

}  // namespace
}  // namespace gdo::monitor
