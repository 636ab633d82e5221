// gdo run --watch: files that arrive, connections that end, and its own end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

constexpr const char* kFolder = "registro_venda/cliente=c1c1c1/";

bool arrives(const RawSite& site, const std::string& name, const std::string& bytes) {
  for (int tries = 0; tries < 600; ++tries) {
    if (site.get("done/" + (kFolder + name)) == bytes) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

TEST(Watch, LoadsWhatArrivesAndOutlivesItsConnections) {
  const RawSite site;
  Program watch({"run", "--watch", "--interval", "1"}, site.environment);
  for (const std::string number : {"1", "2", "3"}) {
    const std::string bytes = R"({"nr_pedido":")" + number + R"("})";
    site.put("pending/" + (kFolder + number) + ".json", bytes);
    EXPECT_TRUE(arrives(site, number + ".json", bytes)) << watch.said();
    site.connect().query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }
  EXPECT_FALSE(watch.ends_within(std::chrono::milliseconds(100))) << watch.said();
  watch.signal(SIGTERM);
  EXPECT_EQ(watch.wait().exit_code, 0);
}

TEST(Watch, EndsWithZeroWhenAskedTo) {
  const RawSite site;
  Program watch({"run", "--watch", "--interval", "60", "--quiet"}, site.environment);
  site.put("pending/" + std::string(kFolder) + "1.json", "[]");
  watch.ends_within(std::chrono::milliseconds(1000));
  watch.signal(SIGTERM);
  const Ended ended = watch.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

}  // namespace
}  // namespace gdo::test
