// Rows whose keys are new go straight into their table, the others through staging: the rows and
// the books are the same whichever way.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "trusted/trusted_plant.h"

namespace gdo::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kNewestBook =
    "SELECT itens, aceitos, inseridos, atualizados, superados, filhos FROM lote_entidade "
    "ORDER BY lote_id DESC LIMIT 1";

std::string plate_of(int number) { return "P" + std::to_string(1000 + number); }

std::vector<std::string> many_weighings(int first, int last, const std::string& weight) {
  std::vector<std::string> records;
  for (int number = first; number <= last; ++number) {
    records.push_back(weighing(plate_of(number), "2026-02-01", weight,
                               R"("eixos":[{"carga":1},{"carga":2}],"doca":"D1")"));
  }
  return records;
}

TEST(DirectRows, NewKnownAndRepeatedKeysOfOneLoteHaveTheirPlaceInTheBooks) {
  const TrustedPlant plant;
  plant.take(file_of(1), many_weighings(1, 10, "1"));
  EXPECT_EQ(plant.ask(kNewestBook), "10|10|10|0|0|20");
  auto records = many_weighings(6, 500, "2");                // five known, the rest new
  records.push_back(many_weighings(400, 400, "3").front());  // one of the new ones again
  plant.take(file_of(2), records);
  EXPECT_EQ(plant.ask(kNewestBook), "496|496|490|5|1|990");
  EXPECT_EQ(plant.ask("SELECT peso FROM trusted_pesagens WHERE placa = 'P1400'"), "3.000");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "500");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens_eixos"), "1000");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(DirectRows, ALinkIsNotedOnceForAllItsRows) {
  const TrustedPlant plant;
  plant.execute("INSERT INTO modelo (nome, hash) VALUES ('service_x', '')");
  plant.execute("INSERT INTO modelo_entrada VALUES ('service_x', 'pesagens')");
  plant.take(file_of(1), many_weighings(1, 50, "1"));
  EXPECT_THAT(plant.rows("SELECT ligacao::text, count(*) FROM mudanca WHERE ligacao ? 'doca' "
                         "GROUP BY 1"),
              ElementsAre(R"({"doca": "D1"}|1)"));
  EXPECT_EQ(plant.ask("SELECT count(DISTINCT ligacao), count(*) FROM mudanca "
                      "WHERE ligacao ? 'placa'"),
            "50|50");
}

TEST(DirectRows, AKeyThatAnotherBringsMeanwhileGoesTheOtherWay) {
  const TrustedPlant plant;
  plant.take(file_of(1), many_weighings(1, 1, "1"));
  for (int i = 2; i <= 3; ++i) plant.deliver(file_of(i), many_weighings(i, 40, std::to_string(i)));
  plant.load();
  pg::Connection other = plant.connect();
  {
    pg::Transaction transaction(other);
    other.query(
        "INSERT INTO trusted_pesagens SELECT (jsonb_populate_record(t, '{\"placa\": "
        "\"P1030\"}')).* "
        "FROM trusted_pesagens t");
    std::thread judging([&] { EXPECT_TRUE(plant.judge().success()); });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    transaction.commit();
    judging.join();
  }
  EXPECT_EQ(plant.ask("SELECT peso FROM trusted_pesagens WHERE placa = 'P1030'"), "3.000");
  EXPECT_EQ(plant.ask("SELECT count(*) FROM trusted_pesagens"), "40");
}

// A cluster says XX000 of whatever a COPY meets on another node.
constexpr const char* kRefuseAsAClusterDoes = R"(
CREATE FUNCTION recusa() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_query() ~ '^COPY' AND EXISTS (
    SELECT FROM trusted_pesagens t
    WHERE t.token_cliente = NEW.token_cliente AND t.placa = NEW.placa AND t.dia = NEW.dia) THEN
    RAISE EXCEPTION 'duplicate key' USING ERRCODE = 'XX000';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recusa BEFORE INSERT ON trusted_pesagens FOR EACH ROW EXECUTE FUNCTION recusa())";

TEST(DirectRows, AKnownKeyIsOneUnderTheCodeOfACluster) {
  const TrustedPlant plant;
  plant.take(file_of(1), many_weighings(1, 10, "1"));
  plant.execute(kRefuseAsAClusterDoes);
  EXPECT_TRUE(plant.take(file_of(2), many_weighings(6, 500, "2")).success());
  EXPECT_EQ(plant.ask(kNewestBook), "495|495|490|5|0|990");
  EXPECT_EQ(plant.ask("SELECT count(*), count(*) FILTER (WHERE peso = 2) FROM trusted_pesagens"),
            "500|495");
  EXPECT_THAT(plant.defects(), IsEmpty());
}

TEST(DirectRows, MonthsThatShareThePartitionOfTheRestKeepTheirRows) {
  const TrustedPlant plant;
  plant.take(file_of(1), {weighing("A", "2031-02-01", "1"), weighing("B", "2026-02-01", "1"),
                          weighing("C", "2026-03-01", "1")});
  EXPECT_THAT(plant.rows("SELECT placa, tableoid::regclass = 'trusted_pesagens_resto'::regclass "
                         "FROM trusted_pesagens ORDER BY 1"),
              ElementsAre("A|t", "B|f", "C|f"));
}

}  // namespace
}  // namespace gdo::test
