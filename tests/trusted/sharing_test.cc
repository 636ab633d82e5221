// Workers and processes that share the work, and lotes in whatever shape they come.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::IsEmpty;

constexpr int kFiles = 30;

// Few keys in many files, so that lotes replace each other's rows.
std::vector<std::vector<std::string>> crossing_files() {
  std::mt19937_64 random(7);
  const auto draw = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  std::vector<std::vector<std::string>> files(kFiles);
  for (auto& records : files) {
    for (int i = 0; i < 40; ++i) {
      std::string axles;
      for (int axle = draw(3); axle > 0; --axle) {
        axles += (axles.empty() ? "" : ",") + (R"({"carga":)" + std::to_string(draw(90)) + "}");
      }
      records.push_back(
          weighing("P" + std::to_string(draw(60)), "2026-0" + std::to_string(1 + draw(2)) + "-11",
                   std::to_string(draw(12) * 90),
                   R"("doca":"D)" + std::to_string(draw(5)) + R"(","eixos":[)" + axles + "]"));
    }
  }
  return files;
}

class Sharing : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    files_ = crossing_files();
    const TrustedPlant plant;
    for (int i = 0; i < kFiles; ++i) plant.take(file_of(i), files_[static_cast<std::size_t>(i)]);
    expected_ = plant.contents();
    EXPECT_THAT(plant.defects(), IsEmpty());
    EXPECT_NE(plant.ask("SELECT count(*) FROM registro_rejeitado"), "0");
  }

  // All files, raw only.
  static void load(const TrustedPlant& plant, int files_per_lote) {
    for (int i = 0; i < kFiles; ++i) plant.deliver(file_of(i), files_[static_cast<std::size_t>(i)]);
    plant.load(files_per_lote);
  }
  static void expect_the_same(const TrustedPlant& plant) {
    EXPECT_EQ(plant.contents(), expected_);
    EXPECT_THAT(plant.defects(), IsEmpty());
    EXPECT_EQ(plant.ask("SELECT count(*) FROM lote WHERE trusted_pendente"), "0");
  }

  static inline std::vector<std::vector<std::string>> files_;
  static inline std::map<std::string, std::string> expected_;
};

TEST_F(Sharing, OneTransactionForManySmallLotes) {
  const TrustedPlant plant;
  load(plant, 1);
  EXPECT_TRUE(plant.judge().success());
  expect_the_same(plant);
  EXPECT_EQ(plant.ask("SELECT count(*) FROM lote_entidade"), std::to_string(kFiles));
  EXPECT_EQ(plant.ask("SELECT count(DISTINCT atualizado_em) FROM trusted_pesagens"), "1");
}

TEST_F(Sharing, AnyNumberOfWorkers) {
  for (const int workers : {2, 3, 4}) {
    const TrustedPlant plant;
    load(plant, 1);
    // So many records at once go into one transaction: make more transactions of them.
    for (int part = 0; part < 5; ++part) {
      plant.execute("UPDATE lote SET trusted_pendente = (id % 5 >= " + std::to_string(part) + ")");
      EXPECT_TRUE(plant.judge(workers).success());
    }
    expect_the_same(plant);
  }
}

TEST_F(Sharing, SeveralProcessesAtOnce) {
  const TrustedPlant plant;
  std::vector<std::thread> processes;
  for (int process = 0; process < 3; ++process) {
    processes.emplace_back([&plant, process] {
      for (int i = process; i < kFiles; i += 3) {
        plant.deliver(file_of(i), files_[static_cast<std::size_t>(i)]);
        plant.load(1);
        EXPECT_TRUE(plant.judge(2).success());
      }
    });
  }
  for (std::thread& process : processes) process.join();
  EXPECT_TRUE(plant.judge().success());
  expect_the_same(plant);
}

constexpr const char* kTurnRawRows =
    "CREATE TEMP TABLE was AS SELECT * FROM raw_balanca; DELETE FROM raw_balanca; "
    "INSERT INTO raw_balanca SELECT * FROM was ORDER BY nr_registro DESC, arquivo_id";

TEST_F(Sharing, RawRowsOutOfTheirOrder) {
  const TrustedPlant plant;
  load(plant, 4);
  plant.execute(kTurnRawRows);
  EXPECT_TRUE(plant.judge(2).success());
  expect_the_same(plant);
}

// Too far for those that wait for each other: the server sorts them, also where some of them were
// published before that was seen.
TEST_F(Sharing, RawRowsFarOutOfTheirOrder) {
  std::vector<std::string> records;
  for (int i = 0; i < 6000; ++i) {
    records.push_back(weighing("P" + std::to_string(i * 7919 % 5900), "2026-01-11",
                               std::to_string(i), R"("doca":"D1","eixos":[{"carga":7}])"));
  }
  std::map<std::string, std::string> in_order;
  for (const bool turned : {false, true}) {
    for (const std::size_t held_bytes : {std::size_t{64} << 20U, std::size_t{1}}) {
      const TrustedPlant plant;
      plant.deliver(file_of(1), records);
      plant.load(1);
      if (turned) plant.execute(kTurnRawRows);
      EXPECT_TRUE(plant.judge(1, held_bytes).success());
      EXPECT_THAT(plant.defects(), IsEmpty());
      if (in_order.empty()) in_order = plant.contents();
      EXPECT_EQ(plant.contents(), in_order) << turned << " " << held_bytes;
    }
  }
}

// Keys come again in later portions, and new months and known keys in one of them.
TEST_F(Sharing, ALargeLoteInPortions) {
  for (const std::size_t held_bytes : {1U, 1000U, 20000U}) {
    const TrustedPlant plant;
    load(plant, 1000);
    EXPECT_TRUE(plant.judge(1, held_bytes).success());
    expect_the_same(plant);
  }
}

TEST_F(Sharing, ALargeLoteInPortionsOnTopOfWhatIsThere) {
  const TrustedPlant plant;
  for (int i = 0; i < kFiles; ++i) {
    plant.deliver(file_of(i), files_[static_cast<std::size_t>(i)]);
    if (i % 10 != 9) continue;
    plant.load();
    EXPECT_TRUE(plant.judge(2, 1000).success());
  }
  expect_the_same(plant);
}

TEST_F(Sharing, PortionsOfRawRowsOutOfTheirOrder) {
  const TrustedPlant plant;
  load(plant, 1000);
  plant.execute(kTurnRawRows);
  EXPECT_TRUE(plant.judge(2, 1).success());
  expect_the_same(plant);
}

}  // namespace
}  // namespace gdo::test
