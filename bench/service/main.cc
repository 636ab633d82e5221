#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "embedded/bench_service_sql.h"
#include "gold/model_statements.h"
#include "gold/models.h"
#include "gold/run_service.h"
#include "gold/schema.h"

// gdo_bench_service URL BOXES: a year of three plants in an empty, migrated database; then gold
// from nothing, gold again, the models' own SELECTs into unlogged tables, and one day more.
namespace gdo::gold {
namespace {

constexpr int kDays = 365;
constexpr int kPlants = 3;
constexpr const char* kTenant = "abc123";

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

class Bench {
 public:
  Bench(const char* url, int boxes)
      : options_{.uri_or_conninfo = url}, connection_(options_), by_day_(boxes / kDays / kPlants) {
    // As the program runs by itself.
    run_.workers = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }

  int run() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    make_world();
    const double first =
        gold("gold from nothing", [&] { return run_service(options_, run_, stop_); });
    settle();
    const double selects = own_selects();
    const double again = gold("gold again, all of it",
                              [&] { return replay_service(options_, run_, std::nullopt, stop_); });
    add_day();
    const double day = gold("one day more", [&] { return run_service(options_, run_, stop_); });
    fmt::print("selects {:.2f} first {:.2f} again {:.2f} day {:.2f}\n", selects, first, again, day);
    fmt::print("ratio_first {:.3f}\nratio_again {:.3f}\nratio_day {:.4f}\n", first / selects,
               again / selects, day / std::min(first, again));
    change_boxes();
    return 0;
  }

 private:
  void make_world() {
    apply_models(connection_);
    for (const auto& file : bench_service_sql::files()) {
      connection_.execute(std::string(file.text));
    }
    connection_.query("SET work_mem = '256MB'");
    const auto start = Clock::now();
    for (int first = 0; first < kDays; first += 30) {
      connection_.query("SELECT bench_dias($1, $2, $3)",
                        {first, std::min(first + 29, kDays - 1), by_day_});
    }
    connection_.query("SELECT bench_lote()");
    settle();
    fmt::print("{} boxes and their upstream made in {:.1f} s\n",
               connection_.query("SELECT count(*) FROM trusted_caixas").integer(0, 0),
               seconds_since(start));
  }

  // As a server that has been up for a while: statistics there, nothing waiting to be written.
  void settle() {
    connection_.query("VACUUM ANALYZE");
    connection_.query("CHECKPOINT");
  }

  template <typename Work>
  double gold(const char* what, const Work& work) {
    const auto start = Clock::now();
    const ServiceReport report = work();
    const double seconds = seconds_since(start);
    fmt::print("{}: {:.2f} s{}\n", what, seconds, report.success() ? "" : " FAILED");
    for (const ServiceStage& stage : report.stages) {
      fmt::print("  {:<24} {:>8} ms {:>9} rows {:>8} groups\n", stage.model, stage.duration_ms,
                 stage.changed_rows, stage.keys);
      for (const ModelError& error : stage.errors) fmt::print("    {}\n", error.message);
    }
    if (!report.success()) std::exit(1);
    return seconds;
  }

  double own_selects() {
    // As the models are run.
    for (const char* setting : {"jit = off", "work_mem = '128MB'", "enable_nestloop = off"}) {
      connection_.query(fmt::format("SET {}", setting));
    }
    double all = 0;
    for (const Model& model : built_in_models()) {
      connection_.query("DROP TABLE IF EXISTS bench_copia");
      const auto start = Clock::now();
      connection_.query(
          "CREATE UNLOGGED TABLE bench_copia AS " + in_scope(model.rows_sql, Scope::everything),
          {kTenant});
      const double seconds = seconds_since(start);
      fmt::print("  SELECT of {:<24} {:>8.0f} ms\n", model.name, seconds * 1000);
      all += seconds;
    }
    connection_.query("DROP TABLE bench_copia");
    connection_.query("RESET enable_nestloop");
    fmt::print("the models' own SELECTs: {:.2f} s\n", all);
    return all;
  }

  void add_day() {
    connection_.query("SELECT bench_dias($1, $1, $2)", {kDays, by_day_});
    fmt::print("changes told: {}\n",
               connection_.query("SELECT bench_mudancas($1, $1)", {kDays}).integer(0, 0));
  }

  // One box after the other gets another weight, as a corrected delivery brings it.
  void change_boxes() {
    constexpr int kChanges = 10;
    settle();
    std::vector<double> milliseconds;
    for (int change = 0; change < kChanges; ++change) {
      connection_.query("SELECT bench_caixa($1)", {change});
      const double seconds =
          gold("one box changed", [&] { return run_service(options_, run_, stop_); });
      milliseconds.push_back(seconds * 1000);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    fmt::print("box_ms {:.0f}\n", milliseconds[kChanges / 2]);
  }

  pg::ConnectOptions options_;
  ServiceRunOptions run_;
  pg::Connection connection_;
  int by_day_;
  StopFlag stop_;
};

}  // namespace
}  // namespace gdo::gold

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: gdo_bench_service URL BOXES\n");
    return 2;
  }
  try {
    return gdo::gold::Bench(argv[1], std::atoi(argv[2])).run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
