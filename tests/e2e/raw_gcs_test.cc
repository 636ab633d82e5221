// The same lake through a GCS server, in good and in bad health, gives the same contents.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"
#include "gcs_server/server.h"

namespace gdo::test {
namespace {

using gcs_server::Server;
using gcs_server::ServerOptions;

constexpr const char* kBucket = "repo-dev-gdo-carga";
constexpr const char* kRoot = "datalake/payload_data";

class RawGcs : public testing::Test {
 protected:
  // What a folder gives.
  static void SetUpTestSuite() {
    if (!files_.empty()) return;
    generate_lake(source_.path() / "lake",
                  {"--days", "2", "--seed", "8", "--dirty", "0.3", "--records", "3000"});
    RawSite folder;
    copy_pending(source_.path() / "lake", folder.lake());
    (void)folder.run();
    pg::Connection connection = folder.connect();
    contents_ = raw_contents(connection);
    files_ = files_below(folder.lake());
  }

  void seed(Server& server) {
    server.add_bucket(kBucket);
    server.seed_from(source_.path() / "lake" / "pending", kBucket, std::string(kRoot) + "/pending");
  }

  void point(RawSite& site, const std::string& host) {
    site.environment["GDO_LAKE"] = std::string("gs://") + kBucket + "/" + kRoot;
    site.environment["STORAGE_EMULATOR_HOST"] = host;
    site.environment["GDO_LOTE_FILES"] = "13";
  }

  void expect_same(RawSite& site, const Server& server) {
    pg::Connection connection = site.connect();
    EXPECT_THAT(raw_defects(connection), testing::IsEmpty());
    EXPECT_EQ(raw_contents(connection), contents_);
    const TemporaryFolder dumped;
    server.dump_to(dumped.path(), kBucket, kRoot);
    EXPECT_EQ(files_below(dumped.path()), files_);
  }

  static inline TemporaryFolder source_;
  static inline std::vector<std::string> contents_;
  static inline std::vector<std::string> files_;
};

TEST_F(RawGcs, GivesWhatAFolderGives) {
  Server server({});
  seed(server);
  RawSite site;
  point(site, "http://" + server.host() + "/");
  const auto first = site.run_json();
  EXPECT_EQ(first["exit"], 1) << first["err"];
  expect_same(site, server);
  const auto second = site.run_json();
  EXPECT_EQ(second["exit"], 0) << second["err"];
  for (const auto& stage : second["etapas"]) EXPECT_EQ(stage["arquivos"]["lidos"], 0);
  expect_same(site, server);
}

struct Health {
  const char* name;
  ServerOptions options;
};

void PrintTo(const Health& health, std::ostream* out) { *out << health.name; }

std::vector<Health> states() {
  std::vector<Health> all;
  const auto add = [&](const char* name, double faults, auto change) {
    ServerOptions options;
    options.fault_rate = faults;
    options.seed = 41 + all.size();
    options.most_results = 10;
    options.retry_after_s = faults < 0.2 ? 0 : 1;
    change(options);
    all.push_back({name, options});
  };
  add("AFifthOfRequestsFails", 0.2, [](ServerOptions&) {});
  add("AFifthFailsAndNothingOfGooglesHeaders", 0.2, [](ServerOptions& o) {
    o.google_headers = false;
    o.move = false;
  });
  add("NoMoveNoChecksumsNoPreconditions", 0, [](ServerOptions& o) {
    o.google_headers = false;
    o.publish_crc32c = false;
    o.ignore_preconditions = true;
    o.move = false;
  });
  add("OnlyCopies", 0.1, [](ServerOptions& o) { o.move = o.rewrite = false; });
  add("RewritesInSteps", 0.1, [](ServerOptions& o) {
    o.move = false;
    o.rewrite_steps = 3;
  });
  add("MovesByHalves", 0.1, [](ServerOptions& o) { o.half_move = true; });
  add("IgnoresRanges", 0.1, [](ServerOptions& o) { o.ignore_range = true; });
  return all;
}

class RawGcsHealth : public RawGcs, public testing::WithParamInterface<Health> {};

TEST_P(RawGcsHealth, ChangesNothing) {
  Server server(GetParam().options);
  seed(server);
  RawSite site;
  point(site, server.host());
  Ended ended;
  for (int run = 0; run < 5; ++run) {
    ended = site.run();
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 1) << ended.err;
    const auto names = server.names(kBucket);
    const bool waiting = std::any_of(names.begin(), names.end(), [](const std::string& name) {
      return name.find("/pending/") != std::string::npos;
    });
    if (!waiting) break;
  }
  expect_same(site, server);
}

INSTANTIATE_TEST_SUITE_P(When, RawGcsHealth, testing::ValuesIn(states()),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_F(RawGcs, KilledAtAnyMomentLosesAndDoublesNothing) {
  ServerOptions options;
  options.fault_rate = 0.1;
  options.delay_ms = 2;
  Server server(options);
  seed(server);
  RawSite site;
  point(site, server.host());
  for (int kill = 1; kill <= 6; ++kill) {
    Program run({"run", "raw", "--workers", "3"}, site.environment);
    if (run.ends_within(std::chrono::milliseconds(40 * kill))) break;
    run.signal(SIGKILL);
    (void)run.wait();
  }
  server.set_fault_rate(0);
  const Ended last = site.run();
  EXPECT_TRUE(last.exit_code == 0 || last.exit_code == 1) << last.err;
  expect_same(site, server);
}

// Content-Encoding: gzip is how producers' tools store JSON; the stored bytes are what counts.
TEST_F(RawGcs, ObjectsStoredAsGzipAreReadAsStored) {
  Server server({});
  server.add_bucket(kBucket);
  const std::string gzip(  // of {}
      "\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0", 22);
  server.put(kBucket, std::string(kRoot) + "/pending/caixas/cliente=c1c1c1/x.json", gzip, "gzip");
  RawSite site;
  point(site, server.host());
  const auto document = site.run_json();
  EXPECT_TRUE(document["problemas"].empty()) << document;
  EXPECT_EQ(site.ask("SELECT tamanho || ' ' || registros_lidos FROM arquivo"), "22 1");
  EXPECT_EQ(server.get(kBucket, std::string(kRoot) + "/done/caixas/cliente=c1c1c1/x.json"), gzip);
}

}  // namespace
}  // namespace gdo::test
