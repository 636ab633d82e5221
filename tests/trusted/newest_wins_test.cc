// Which of several rows of a key stays, whatever the order in which they are judged.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kRows =
    "SELECT placa, dia, peso, nr_registro FROM trusted_pesagens ORDER BY 1, 2";

// Noon of a day of March 2026, as an object's own time.
std::chrono::system_clock::time_point noon(int day) {
  return std::chrono::sys_days(std::chrono::year(2026) / 3 / day) + std::chrono::hours(12);
}

TEST(NewestWins, WhicheverLoteIsJudgedFirst) {
  std::vector<std::map<std::string, std::string>> contents;
  for (const auto& [first, second] : {std::pair(1, 2), std::pair(2, 1)}) {
    const TrustedPlant plant;
    const auto record = [](int file) {
      return weighing("AAA", "2026-02-01", std::to_string(file));
    };
    plant.take(file_of(first), {record(first)});
    plant.take(file_of(second), {record(second)});
    EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|2.000|1"));
    EXPECT_THAT(plant.defects(), IsEmpty());
    contents.push_back(plant.contents());
  }
  EXPECT_EQ(contents[0], contents[1]);
}

TEST(NewestWins, ContentDecidesBetweenFilesOfOneMoment) {
  std::vector<std::vector<std::string>> rows;
  for (const bool reversed : {false, true}) {
    const TrustedPlant plant;
    const std::string name = file_of(1);
    std::vector<std::pair<std::string, std::string>> files = {{"a_" + name, "1"},
                                                              {"b_" + name, "2"}};
    if (reversed) std::swap(files[0], files[1]);
    for (const auto& [file, weight] : files)
      plant.take_of(noon(1), file, {weighing("AAA", "2026-02-01", weight)});
    rows.push_back(plant.rows(kRows));
    EXPECT_EQ(rows.back().size(), 1U);
  }
  EXPECT_EQ(rows[0], rows[1]);
}

// Names that carry the same time, the same name, and names without a time.
TEST(NewestWins, TheLaterObjectDoesBetweenNamesOfOneTime) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {file_of(1), file_of(1)},
      {"a_" + file_of(1), "b_" + file_of(1)},
      {"b_" + file_of(1), "a_" + file_of(1)},
      {"sem_hora.json", "sem_hora.json"}};
  for (const auto& [older, newer] : names) {
    std::vector<std::map<std::string, std::string>> contents;
    for (const bool reversed : {false, true}) {
      const TrustedPlant plant;
      const auto take_older = [&, &older = older] {
        plant.take_of(noon(1), older, {weighing("AAA", "2026-02-01", "1")});
      };
      if (!reversed) take_older();
      plant.take_of(noon(2), newer, {weighing("AAA", "2026-02-01", "2")});
      if (reversed) take_older();
      EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|2.000|1")) << older;
      EXPECT_THAT(plant.defects(), IsEmpty());
      contents.push_back(plant.contents());
    }
    EXPECT_EQ(contents[0], contents[1]) << older;
  }
}

TEST(NewestWins, ANameFromTheFutureIsNotBelievedAndOpensAnAlert) {
  const std::string future = "balanca_2062_03_01_10_00_00_000Z.json";
  for (const bool reversed : {false, true}) {
    const TrustedPlant plant;
    const auto take_future = [&] {
      plant.take_of(noon(5), future, {weighing("AAA", "2026-02-01", "1")});
    };
    if (!reversed) take_future();
    plant.take_of(noon(6), file_of(1), {weighing("AAA", "2026-02-01", "2")});
    if (reversed) take_future();
    EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|2.000|1"));
    EXPECT_THAT(plant.defects(), IsEmpty());
    EXPECT_EQ(plant.ask("SELECT tipo, status, detalhes ->> 'nome_arquivo' FROM alerta"),
              "nome_no_futuro|aberto|cliente=a1b2c3/" + future);
    EXPECT_EQ(plant.ask("SELECT versao_em, versao_futura FROM arquivo WHERE nome_arquivo LIKE '%" +
                        future + "'"),
              "2026-03-05 12:00:00+00|t");
  }
}

TEST(NewestWins, ANameAheadByHoursOnlyIsBelieved) {
  const TrustedPlant plant;
  plant.take_of(noon(1), "balanca_2026_03_02_11_00_00_000Z.json",
                {weighing("AAA", "2026-02-01", "1")});
  plant.take_of(noon(2), "balanca_2026_03_02_10_00_00_000Z.json",
                {weighing("AAA", "2026-02-01", "2")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|1.000|1"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM alerta"), "0");
}

// The operator's way out: the same bytes under a right name.
TEST(NewestWins, ABelievedNameForTheSameBytesRaisesThemAgain) {
  const TrustedPlant plant;
  plant.take_of(noon(5), "balanca_2062_03_01_10_00_00_000Z.json",
                {weighing("AAA", "2026-02-01", "1")});
  plant.take_of(noon(6), file_of(1), {weighing("AAA", "2026-02-01", "2")});
  plant.take_of(noon(7), file_of(2), {weighing("AAA", "2026-02-01", "1")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|1.000|1"));
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(NewestWins, TheLastRecordOfAFileDoes) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "1"), weighing("BBB", "2026-02-01", "5"),
                          weighing("AAA", "2026-02-01", "2")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|2.000|3", "BBB|2026-02-01|5.000|2"));
  EXPECT_EQ(
      plant.ask("SELECT itens, aceitos, inseridos, atualizados, superados FROM lote_entidade"),
      "3|3|2|0|1");
}

TEST(NewestWins, ARejectedNewerRecordReplacesNothing) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-02-01", "1")});
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "-7")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|1.000|1"));
  EXPECT_EQ(plant.ask("SELECT count(*), min(motivos -> 0 ->> 'regra') FROM registro_rejeitado"),
            "1|faixa");
}

TEST(NewestWins, ChildrenAreReplacedWithTheirParent) {
  const TrustedPlant plant;
  constexpr const char* kChildren =
      "SELECT placa, nr_item, carga FROM trusted_pesagens_eixos ORDER BY 1, 2";
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "1",
                                   R"("eixos":[{"carga":1},{"carga":2},{"carga":3}])"),
                          weighing("BBB", "2026-02-01", "1", R"("eixos":[{"carga":9}])")});
  EXPECT_THAT(plant.rows(kChildren),
              ElementsAre("AAA|1|1.000", "AAA|2|2.000", "AAA|3|3.000", "BBB|1|9.000"));
  plant.take(file_of(3), {weighing("AAA", "2026-02-01", "1", R"("eixos":[{"carga":4}])")});
  EXPECT_THAT(plant.rows(kChildren), ElementsAre("AAA|1|4.000", "BBB|1|9.000"));
  // An older delivery brings none back.
  plant.take(file_of(1),
             {weighing("AAA", "2026-02-01", "1", R"("eixos":[{"carga":5},{"carga":6}])")});
  EXPECT_THAT(plant.rows(kChildren), ElementsAre("AAA|1|4.000", "BBB|1|9.000"));
  plant.take(file_of(4), {weighing("AAA", "2026-02-01", "1")});
  EXPECT_THAT(plant.rows(kChildren), ElementsAre("BBB|1|9.000"));
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(NewestWins, OfTwoRecordsOfAFileTheChildrenOfTheLastStay) {
  const TrustedPlant plant;
  plant.take(file_of(1),
             {weighing("AAA", "2026-02-01", "1", R"("eixos":[{"carga":1},{"carga":2}])"),
              weighing("AAA", "2026-02-01", "2", R"("eixos":[{"carga":7}])")});
  EXPECT_THAT(plant.rows("SELECT carga FROM trusted_pesagens_eixos"), ElementsAre("7.000"));
  EXPECT_EQ(plant.ask("SELECT filhos FROM lote_entidade"), "1");
}

TEST(NewestWins, AnotherDateIsAnotherKey) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("AAA", "2026-01-31", "1")});
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "2")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-01-31|1.000|1", "AAA|2026-02-01|2.000|1"));
}

// The same bytes again under a newer name load nothing, but their rows are newer from then on.
TEST(NewestWins, ARepeatedFileRaisesTheVersionOfItsRows) {
  const TrustedPlant plant;
  const std::vector<std::string> repeated = {weighing("AAA", "2026-02-01", "1")};
  plant.take(file_of(1), repeated);
  plant.take(file_of(2), {weighing("AAA", "2026-02-01", "2")});
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|2.000|1"));
  plant.take(file_of(3), repeated);
  EXPECT_THAT(plant.rows(kRows), ElementsAre("AAA|2026-02-01|1.000|1"));
  EXPECT_EQ(plant.ask("SELECT count(*) FROM raw_balanca"), "2");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

}  // namespace
}  // namespace gdo::test
