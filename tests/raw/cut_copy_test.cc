// A COPY of forty files that are read in pieces of every kind is cut between any two of them.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <future>

#include "raw/raw_fixture.h"
#include "support/pg_proxy.h"

namespace gdo::raw {
namespace {

constexpr int kFilesOfLote = 40;
constexpr int kLoaded = 37;
constexpr int kRecords = 2;

class RawCutCopy : public RawFixture {
 protected:
  RawCutCopy() {
    options_.lote.bytes = 10U << 20U;
    options_.sizes = {.small_file = 700,
                      .small_at_once = 1500,
                      .held = 1U << 20U,
                      .longest = std::chrono::seconds(60)};
  }

  // Every sixth is larger than a piece; two are broken, a small one and a large one; one has the
  // bytes of another.
  void put_files(int round) const {
    for (int file = 1; file <= kFilesOfLote; ++file) {
      const int content = file == 30 ? 9 : file;
      const std::string number = fmt::format("{}-{}", round, content);
      const std::string filling =
          content % 6 == 0 ? ",\"x\":\"" + std::string(2000, 'y') + "\"" : std::string();
      std::string bytes = "[" + sale(number, filling) + "," + sale(number + "b");
      if (file != 20 && file != 24) bytes += "]";
      put(fmt::format("{}{}/{:02}.json", kVendas, round, file), bytes);
    }
  }

  std::int64_t of_round(int round, const std::string& table,
                        const std::string& condition = "true") {
    return count(fmt::format("{} WHERE nome_arquivo LIKE 'cliente=c1c1c1/{}/%' AND {}", table,
                             round, condition));
  }

  // The run of this thread goes through the proxy.
  RawReport run_through(const test::PgProxy& proxy) {
    RunProgress progress;
    const pg::ConnectOptions through{
        .uri_or_conninfo = fmt::format("host=127.0.0.1 port={} dbname={} user={}", proxy.port(),
                                       database_.name(), ask("SELECT current_user"))};
    return run_raw(through, *store_, catalog_, options_, stop_, progress);
  }

  std::string socket() {
    return ask(
        "SELECT split_part(current_setting('unix_socket_directories'), ',', 1) || "
        "'/.s.PGSQL.' || current_setting('port')");
  }
};

TEST_F(RawCutCopy, BetweenAnyTwoFilesEachIsLoadedOnce) {
  test::PgProxy proxy(socket());
  for (int files = 0; files <= kLoaded; ++files) {
    put_files(files);
    proxy.hold_at({.kind = test::Moment::Kind::copied_files,
                   .number = files,
                   .saying = "COPY \"raw_registro_venda"});
    auto running = std::async(std::launch::async, [&] { return run_through(proxy); });
    EXPECT_TRUE(proxy.held_within(std::chrono::seconds(30)));
    proxy.cut();
    const RawReport report = running.get();
    EXPECT_THAT(report.problems, testing::IsEmpty());
    EXPECT_EQ(of_round(files, "raw_registro_venda"), kLoaded * kRecords);
    EXPECT_EQ(of_round(files, "arquivo", "status = 'carregado' AND destino LIKE 'done/%'"),
              kLoaded);
    EXPECT_EQ(of_round(files, "arquivo", "status = 'duplicado' AND destino LIKE 'done/%'"), 1);
    EXPECT_EQ(of_round(files, "arquivo", "status = 'erro' AND destino LIKE 'error/%'"), 2);
    EXPECT_EQ(of_round(files, "log_processamento", "detalhes ? 'bytes_json'"), kFilesOfLote);
    EXPECT_EQ(count("arquivo WHERE movido_em IS NULL"), 0);
    if (HasFailure()) FAIL() << "after " << files << " files";
  }
  EXPECT_EQ(count("lote"), kLoaded + 1);
}

}  // namespace
}  // namespace gdo::raw
