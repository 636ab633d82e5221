// What the figures of days, the books and the balances give rise to, on a history in the tables.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "monitor/alert_queue.h"
#include "monitor/detector.h"
#include "monitor/test_plant.h"
#include "values/dates.h"

namespace gdo::monitor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class SeriesAlertsTest : public testing::Test {
 protected:
  // The last day that a plant works before today.
  std::int32_t last_open_day() {
    std::int32_t day = today() - 1;
    while (!WorkingDays().open(day)) --day;
    return day;
  }
  std::int32_t today() {
    return values::parse_date(
               text("SELECT (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date::text"))
        .days;
  }
  // A lote at noon of each open day up to that one, with about so many records and as many ms.
  void work(std::int32_t until, int days) {
    for (std::int32_t day = until - days; day <= until; ++day) {
      if (WorkingDays().open(day)) add_lote(day, 10'000 + day % 5 * 200, 10'000 + day % 3 * 300);
    }
  }
  void add_lote(std::int32_t day, std::int64_t records, std::int64_t ms,
                std::int64_t rejected = 100) {
    connection_.query(
        "INSERT INTO lote (token_cliente, tipo_payload, data_processamento, arquivos, bytes, "
        "registros_lidos, registros_carregados, registros_rejeitados, registros_duplicados, "
        "duracao_ms, hostname, versao_script, criado_em) VALUES ('a1b2c3', 'caixas', "
        "$1::date + time '15:00', 1, 1, $2::bigint, $2::bigint - $4::bigint, $4::bigint, 0, $3, "
        "'h', '0', $1::date + time '15:00')",
        {values::iso_date(day), records, ms, rejected});
  }
  // The same of a day that is there already.
  void change(std::int32_t day, const std::string& what) {
    connection_.query(
        "UPDATE lote SET " + what + " WHERE (criado_em AT TIME ZONE 'UTC')::date = $1::date",
        {values::iso_date(day)});
  }
  std::vector<std::string> open_kinds(const std::string& where = "true") {
    const pg::Result rows = connection_.query(
        "SELECT tipo FROM alerta WHERE status = 'aberto' AND " + where + " ORDER BY tipo");
    std::vector<std::string> kinds;
    for (int row = 0; row < rows.rows(); ++row) kinds.emplace_back(rows.text(row, 0));
    return kinds;
  }
  std::string text(const std::string& sql) {
    return std::string(connection_.query(sql).text(0, 0));
  }

  test::TestPlant plant_;
  pg::Connection connection_ = plant_.connect();
  const std::string figures_ = "tipo LIKE '%_fora_da_faixa'";
};

TEST_F(SeriesAlertsTest, AnOrdinaryHistoryOpensNothing) {
  work(last_open_day(), 60);
  watch_series(connection_);
  EXPECT_THAT(open_kinds(figures_), IsEmpty());
}

TEST_F(SeriesAlertsTest, AStrangeLastDayIsToldWithItsBandAndClosesWhenTheNextIsInOrder) {
  const std::int32_t day = last_open_day();
  work(day, 60);
  change(day,
         "registros_lidos = 900, registros_carregados = 400, registros_rejeitados = 500, "
         "duracao_ms = 72000");
  watch_series(connection_);
  watch_series(connection_);
  EXPECT_THAT(open_kinds(figures_), ElementsAre("duracao_fora_da_faixa", "rejeicao_fora_da_faixa",
                                                "volume_fora_da_faixa"));
  EXPECT_EQ(text("SELECT detalhes ->> 'dia' FROM alerta WHERE tipo = 'volume_fora_da_faixa'"),
            values::iso_date(day));
  EXPECT_EQ(text("SELECT bool_and((detalhes -> 'faixa' ->> 0)::float8 > 900)::text FROM alerta "
                 "WHERE tipo = 'volume_fora_da_faixa'"),
            "true");
  change(day,
         "registros_lidos = 10000, registros_carregados = 9900, registros_rejeitados = 100, "
         "duracao_ms = 10000");
  watch_series(connection_);
  EXPECT_THAT(open_kinds(figures_), IsEmpty());
}

TEST_F(SeriesAlertsTest, ADayThatWasExpectedTeachesTheCalendar) {
  const std::int32_t day = last_open_day();
  work(day, 60);
  change(day, "registros_lidos = 900, registros_carregados = 800");
  connection_.query("INSERT INTO dia_fechado VALUES ('a1b2c3', $1::date, 'manutenção')",
                    {values::iso_date(day)});
  watch_series(connection_);
  EXPECT_THAT(open_kinds(figures_), IsEmpty());
}

TEST_F(SeriesAlertsTest, BoxesThatWeighMoreThanTheirQuartersAndBooksThatDoNotCloseAreTold) {
  make_rounds(connection_);
  EXPECT_THAT(open_kinds(), IsEmpty()) << "gold has no tables yet";
  connection_.execute(
      "CREATE TABLE service_ordens_desossa (token_cliente text, nr_unidade_desossa text, "
      "dt_producao date, peso_caixas numeric, peso_quartos numeric); "
      "INSERT INTO service_ordens_desossa VALUES ('a1b2c3', '9801', now()::date - 9, 700, 1000), "
      "('a1b2c3', '9801', now()::date - 8, 1015, 1000), "
      "('a1b2c3', '9802', now()::date - 8, 1400, 1000)");
  plant_.deliver("animais", "animais_2026_06_29_10_00_00_000Z.json",
                 "[" + test::farm_animal("1") + "]");
  plant_.load();
  make_rounds(connection_);
  EXPECT_THAT(open_kinds(), ElementsAre("massa_fora_do_balanco"));
  EXPECT_EQ(text("SELECT detalhes ->> 'planta' FROM alerta"), "9802");
  connection_.execute("UPDATE arquivo SET registros_lidos = 3, registros_carregados = 3");
  make_rounds(connection_);
  EXPECT_THAT(open_kinds(), ElementsAre("livros_fora_do_balanco", "massa_fora_do_balanco"));
  connection_.execute(
      "UPDATE arquivo SET registros_lidos = 1, registros_carregados = 1; "
      "UPDATE service_ordens_desossa SET peso_caixas = 700");
  make_rounds(connection_);
  EXPECT_THAT(open_kinds(), IsEmpty());
}

TEST_F(SeriesAlertsTest, DataOfAnotherShapeIsToldWithTheMembers) {
  add_lote(today(), 100, 100, 0);
  connection_.execute(
      "INSERT INTO log_processamento (tipo_payload, camada, status, mensagem, detalhes, usuario, "
      "hostname, versao_script, lote_id) SELECT 'caixas', 'trusted', 'alerta', 'campos: 1 novo', "
      "'{\"novos\": [{\"caminho\": \"cor\"}]}', 'u', 'h', '0', id FROM lote");
  look_around(connection_);
  EXPECT_THAT(open_kinds(), UnorderedElementsAre("deriva"));
  EXPECT_EQ(text("SELECT token_cliente || ' ' || mensagem FROM alerta"),
            "a1b2c3 os dados de caixas mudaram de forma: campos: 1 novo");
}

}  // namespace
}  // namespace gdo::monitor
