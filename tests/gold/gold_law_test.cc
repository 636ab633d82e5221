#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

#include "gold/plain_gold.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"

// The law: after any sequence of arrivals, late, repeated or out of order, incremental gold equals
// gold rebuilt from scratch, and what plain SQL says.
namespace gdo::gold::test {
namespace {

// A small plant's days, every part of it in a few versions that contradict each other.
class RandomArrivals {
 public:
  explicit RandomArrivals(unsigned seed) : random_(seed) {}

  // One delivery: new, corrected or repeated, of anything.
  void deliver(TrustedWorld& world) {
    switch (pick(10)) {
      case 0:
        return schedule(world);
      case 1:
      case 2:
        return carcass(world);
      case 3:
      case 4:
        return order(world);
      case 5:
      case 6:
        return box(world);
      case 7:
      case 8:
        return sale(world);
      default:
        return animal(world);
    }
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<>(0, below - 1)(random_); }
  bool rarely() { return pick(8) == 0; }
  Json sometimes(Json value) { return rarely() ? Json() : value; }

  std::string tenant() { return pick(6) == 0 ? "ffffff" : kTenant; }
  std::string unit() { return pick(3) == 0 ? "77" : "9999"; }
  std::string day() { return fmt::format("2025-01-{:02}", 30 + pick(2)); }
  std::string later_day() { return fmt::format("2025-02-{:02}", 1 + pick(28)); }
  Lot lot() { return {.unit = unit(), .day = day(), .number = 1 + pick(3)}; }
  Order an_order_key() {
    return {.unit = unit(),
            .number = fmt::format("{}", 70001 + pick(3)),
            .slaughter_unit = unit(),
            .day = day()};
  }
  std::string code() { return fmt::format("{:08}ZZ", pick(12)); }
  std::string identity() { return fmt::format("0760000000000{:02}", pick(5)); }

  void schedule(TrustedWorld& world) {
    const Lot of = lot();
    world.put("escala",
              a_schedule(of, {{"token_cliente", tenant()},
                              {"nr_seq_abate", sometimes(1 + pick(4))},
                              {"qtde_animais", 1 + pick(4)},
                              {"prod_cpf_cnpj", sometimes(fmt::format("5299822472{}", pick(3)))},
                              {"faz_nome", sometimes(fmt::format("FAZENDA {}", pick(3)))},
                              {"faz_nr_car", rarely() ? Json("MT-1") : Json()}}),
              {{"trusted_escala_gtas",
                {{{"nr_gta", sometimes(std::to_string(pick(4)))}, {"uf", sometimes("MT")}},
                 {{"nr_gta", std::to_string(pick(4))}, {"uf", "MT"}}}},
               {"trusted_escala_notas",
                {{{"numero", sometimes(fmt::format("{}-1", pick(3)))}, {"chave", sometimes("K")}},
                 {{"numero", fmt::format("{}-1", pick(3))}}}}});
  }

  void carcass(TrustedWorld& world) {
    const int kind = pick(6);
    Json but = {{"token_cliente", tenant()},
                {"peso_carcaca", 120 + pick(40)},
                {"cod_empresa", sometimes(901 + pick(2))},
                {"peso_vivo", rarely() ? Json(480 + pick(9)) : Json()},
                {"valor_ph", sometimes(5.5 + 0.1 * pick(7))},
                {"sexo", sometimes(std::string(1, "MCF"[pick(3)]))},
                {"dt_nascimento", rarely() ? Json(fmt::format("202{}-05-05", pick(6))) : Json()},
                {"flag_contusao", rarely() ? Json(true) : Json(false)}};
    if (kind == 0) but["nr_sisbov"] = identity();
    if (kind == 1) but["nr_identificacao"] = identity();
    if (kind == 2) but["nr_chip"] = identity();
    world.put("carcacas", a_half(lot(), 1 + pick(6), 1 + pick(2), but));
  }

  void order(TrustedWorld& world) {
    std::vector<Json> sources;
    std::vector<Json> quarters;
    for (int i = pick(4); i > 0; --i) sources.push_back(a_source(lot()));
    for (int i = pick(4); i > 0; --i) {
      Json quarter =
          a_quarter(lot(), 1 + pick(6), 1 + pick(2), std::to_string(2 + pick(3)), 10 + pick(50));
      for (const char* member : {"tipo_corte", "peso_corte", "cod_barra_corte"}) {
        quarter[member] = sometimes(quarter[member]);
      }
      quarters.push_back(quarter);
    }
    world.put("desossa",
              an_order(an_order_key(),
                       {{"token_cliente", tenant()},
                        {"dt_producao", rarely() ? Json(later_day()) : Json("2025-01-31")}}),
              {{"trusted_desossa_lotes", sources}, {"trusted_desossa_quartos", quarters}});
  }

  void box(TrustedWorld& world) {
    const Order of = an_order_key();
    world.put("caixas", a_box(of, code(),
                              {{"token_cliente", tenant()},
                               {"dt_abate", sometimes(of.day)},
                               {"dt_producao", later_day()},
                               {"dt_embalagem", sometimes(later_day())},
                               {"dt_validade", rarely() ? Json(later_day()) : Json("2025-06-30")},
                               {"peso_liquido", 10 + pick(20)}}));
  }

  void sale(TrustedWorld& world) {
    std::vector<Json> lines;
    std::vector<Json> invoices;
    for (int i = pick(4); i > 0; --i) {
      lines.push_back(a_line(code()));
      lines.back()["dt_validade"] = sometimes(later_day());
      lines.back()["sku_codigo"] = sometimes(rarely() ? 11 : 10);
      if (rarely()) lines.back()["dt_producao"] = later_day();
    }
    for (int i = pick(3); i > 0; --i) {
      invoices.push_back(an_invoice(fmt::format("{}-1", pick(9)), later_day()));
      invoices.back()["numero"] = sometimes(invoices.back()["numero"]);
      invoices.back()["dt_emissao"] = sometimes(invoices.back()["dt_emissao"]);
    }
    world.put("registro_venda",
              a_sale(std::to_string(pick(5)),
                     {{"token_cliente", tenant()},
                      {"cnpj_local_estoque", rarely() ? "11444777000161" : "11222333000181"},
                      {"dt_venda", rarely() ? "2025-02-03" : "2025-03-03"},
                      {"dt_expedicao", sometimes(later_day())}}),
              {{"trusted_venda_caixas", lines}, {"trusted_venda_notas", invoices}});
  }

  void animal(TrustedWorld& world) {
    world.put(
        "animais",
        an_animal(identity(), {{"token_cliente", tenant()},
                               {"id_propriedade", fmt::format("F{}", pick(2))},
                               {"data_entrada", sometimes(fmt::format("2024-0{}-01", 1 + pick(9)))},
                               {"data_nascimento", rarely() ? "2024-05-31" : "2022-10-01"},
                               {"data_saida", rarely() ? Json(later_day()) : Json()},
                               {"vacinas", pick(2) == 0 ? Json() : vaccines()}}));
  }

  Json vaccines() {
    Json all = Json::array({{{"data", fmt::format("0{}/02/2024", 1 + pick(9))}}});
    all.push_back({{"data", sometimes(fmt::format("2024-0{}-31", 1 + pick(9)))}});
    return all;
  }

  std::mt19937 random_;
};

std::int64_t changed_rows(const ServiceReport& report) {
  std::int64_t changed = 0;
  for (const ServiceStage& stage : report.stages) {
    EXPECT_THAT(stage.errors, testing::IsEmpty()) << stage.model;
    EXPECT_EQ(stage.changed_rows, 0) << stage.model;
    changed += stage.changed_rows;
  }
  return changed;
}

class GoldLawTest : public testing::TestWithParam<unsigned> {
 protected:
  std::vector<std::string> all_contents() {
    std::vector<std::string> all;
    for (const std::string& table : world_.gold_tables()) all.push_back(world_.contents(table));
    return all;
  }

  // As if no gold had ever been made.
  void forget_gold() {
    for (const std::string& table : world_.gold_tables()) {
      world_.connection().query("DELETE FROM " + pg::quote_identifier(table));
    }
    world_.connection().query("UPDATE modelo_cliente SET hash = ''");
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_P(GoldLawTest, IncrementalGoldIsGoldFromScratchAndWhatPlainSqlSays) {
  RandomArrivals arrivals(GetParam());
  std::mt19937 random(GetParam() + 1000);
  for (int round = 0; round < 4; ++round) {
    for (int i = 5 + static_cast<int>(random() % 40); i > 0; --i) arrivals.deliver(world_);
    run_service(world_.options(), {.entities = {}, .tenant = {}, .workers = 2}, stop_);
    expect_plain_gold(world_.connection());
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
  EXPECT_EQ(changed_rows(replay_service(world_.options(), {}, std::nullopt, stop_)), 0);
  const std::vector<std::string> incremental = all_contents();
  forget_gold();
  run_service(world_.options(), {}, stop_);
  EXPECT_EQ(all_contents(), incremental);
  EXPECT_EQ(world_.count("SELECT count(*) FROM mudanca"), 0);
}

// GDO_TEST_SEEDS tries more.
unsigned seeds() {
  const char* asked = std::getenv("GDO_TEST_SEEDS");
  return asked == nullptr ? 6U : static_cast<unsigned>(std::atoi(asked));
}

INSTANTIATE_TEST_SUITE_P(Seeds, GoldLawTest, testing::Range(1U, seeds() + 1));

}  // namespace
}  // namespace gdo::gold::test
