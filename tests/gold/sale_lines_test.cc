#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gold/plain_gold.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"

// A line of a sale and the box that bears its barcode: whether it can be that box, and how often
// its kilos count.
namespace gdo::gold::test {
namespace {

class SaleLinesTest : public testing::Test {
 protected:
  SaleLinesTest() {
    slaughter(world_, {});
    debone(world_, {}, {{}});
  }

  void refresh() {
    const ServiceReport report = run_service(world_.options(), {}, stop_);
    EXPECT_TRUE(report.success());
    expect_plain_gold(world_.connection());
  }
  void sell(const std::string& number, const Json& line, const Json& sale = Json::object(),
            const std::string& invoiced = "2025-02-03") {
    world_.put(
        "registro_venda", a_sale(number, sale),
        {{"trusted_venda_caixas", {line}}, {"trusted_venda_notas", {an_invoice("7-1", invoiced)}}});
  }
  std::string line(const std::string& number = "1") {
    return world_.text(
        "SELECT concat_ws(' ', flag_rastreavel, coalesce(motivo_nao_rastreavel, '-'), "
        "aviso_cronologia, coalesce(nr_unidade_desossa, '-'), coalesce(peso_liquido::text, '-')) "
        "FROM service_venda_caixas WHERE nr_pedido = '" +
        number + "'");
  }
  std::string months(const std::string& columns) {
    return world_.text("SELECT string_agg(concat_ws(' ', mes, planta, " + columns +
                       "), '; ' ORDER BY mes, planta) FROM service_resumo_mensal "
                       "WHERE tipo_planta = 'estoque'");
  }
  std::string alerts() {
    return world_.text(
        "SELECT string_agg(chave, ' ' ORDER BY chave) FROM alerta WHERE status = 'aberto'");
  }
  static Json with(Json line, const Json& but) {
    line.update(but);
    return line;
  }

  static constexpr const char* kCode = "10000001ZZ";
  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_F(SaleLinesTest, ABoxOfWhichAnyDayIsAfterTheSaleIsNotTheBoxThatWasSold) {
  const Json days = {
      {"dt_abate", "2025-01-27"}, {"dt_producao", "2025-01-28"}, {"dt_embalagem", "2025-01-29"}};
  world_.put("caixas", a_box({}, kCode, days));
  for (const auto& [sold, impossible] :
       std::vector<std::pair<std::string, bool>>{{"2025-01-26", true},
                                                 {"2025-01-27", true},
                                                 {"2025-01-28", true},
                                                 {"2025-01-29", false},
                                                 {"2025-01-30", false}}) {
    sell("1", a_line(kCode), {{"dt_venda", sold}});
    refresh();
    EXPECT_EQ(line(), impossible ? "f cronologia_impossivel t - -" : "t - f 9999 21.400") << sold;
    EXPECT_EQ(world_.text("SELECT concat_ws(' ', qtde_com_caixa, qtde_cronologia_impossivel, "
                          "peso_liquido, rastreavel, aviso_cronologia) FROM service_vendas"),
              impossible ? "0 1 0.000 f t" : "1 0 21.400 t f")
        << sold;
  }
  EXPECT_THAT(alerts(), testing::HasSubstr("cronologia_impossivel"));
}

TEST_F(SaleLinesTest, ABoxOfAnotherProductOrProductionDayIsNotTheLinesBox) {
  world_.put("caixas", a_box({}, kCode));
  for (const auto& [but, other] : std::vector<std::pair<Json, bool>>{
           {{{"sku_codigo", 777}}, true},
           {{{"dt_producao", "2025-01-26"}}, true},
           {{{"sku_codigo", nullptr}, {"dt_producao", nullptr}}, false},
           {{{"sku_codigo", nullptr}, {"dt_producao", "2025-01-28"}}, true},
           {{{"sku_codigo", 10}, {"dt_producao", "2025-01-27"}}, false}}) {
    sell("1", with(a_line(kCode), but));
    refresh();
    EXPECT_EQ(line(), other ? "f produto_diferente f - -" : "t - f 9999 21.400") << but;
  }
  EXPECT_THAT(alerts(), testing::HasSubstr("produto_diferente"));
}

TEST_F(SaleLinesTest, OfSeveralReasonsTheFirstIsGiven) {
  // Of no order at all, of another product, and made after the sale.
  world_.put("caixas", a_box({.number = "70009"}, kCode));
  const Json other = with(a_line(kCode), {{"sku_codigo", 777}});
  sell("1", a_line(kCode));
  refresh();
  EXPECT_EQ(line(), "f sem_ordem_desossa f 9999 21.400");
  sell("1", other);
  refresh();
  EXPECT_EQ(line(), "f produto_diferente f - -");
  sell("1", other, {{"dt_venda", "2025-01-01"}});
  refresh();
  EXPECT_EQ(line(), "f cronologia_impossivel t - -");
  world_.put("caixas", a_box({.unit = "77"}, kCode));
  refresh();
  EXPECT_EQ(line(), "f codigo_em_duas_unidades f - -");
}

TEST_F(SaleLinesTest, ABarcodeThatComesAgainForAnotherProductionTakesTheBoxFromItsFirstSale) {
  world_.put("caixas", a_box({}, kCode));
  sell("1", with(a_line(kCode), {{"dt_producao", "2025-01-27"}}));
  refresh();
  EXPECT_EQ(line(), "t - f 9999 21.400");
  world_.put(
      "caixas",
      a_box({}, kCode,
            {{"dt_producao", "2025-03-01"}, {"dt_embalagem", "2025-03-01"}, {"peso_liquido", 12}}));
  sell("2", with(a_line(kCode), {{"dt_producao", "2025-03-01"}}), {{"dt_venda", "2025-03-02"}},
       "2025-03-02");
  refresh();
  EXPECT_EQ(line("1"), "f cronologia_impossivel t - -");
  EXPECT_EQ(line("2"), "t - f 9999 12.000");
}

TEST_F(SaleLinesTest, ABoxSoldTwiceCountsItsKilosOnceAMonth) {
  world_.put("caixas", a_box({}, kCode));
  sell("1", a_line(kCode), Json::object(), "2025-02-05");
  sell("2", a_line(kCode), {{"cnpj_local_estoque", "11444777000161"}}, "2025-02-04");
  sell("3", a_line(kCode), Json::object(), "2025-02-27");
  sell("4", a_line(kCode), Json::object(), "2025-03-01");
  refresh();
  const std::string kilos = "peso_vendido, toneladas_rastreadas";
  // The stock that invoiced it first has it in February; in March it counts again.
  EXPECT_EQ(months(kilos),
            "2025-02-01 11222333000181 0.000 0.000000; "
            "2025-02-01 11444777000161 21.400 0.021400; "
            "2025-03-01 11222333000181 21.400 0.021400");
  // Given back by that stock, it is the other's.
  sell("2", a_line("10000009ZZ"), {{"cnpj_local_estoque", "11444777000161"}}, "2025-02-04");
  refresh();
  EXPECT_EQ(months(kilos),
            "2025-02-01 11222333000181 21.400 0.021400; "
            "2025-02-01 11444777000161 0.000 0.000000; "
            "2025-03-01 11222333000181 21.400 0.021400");
}

TEST_F(SaleLinesTest, ABoxTwiceInOneOrderCountsItsKilosOnce) {
  world_.put("caixas", a_box({}, kCode));
  world_.put("registro_venda", a_sale("1"),
             {{"trusted_venda_caixas", {a_line(kCode), a_line(kCode)}},
              {"trusted_venda_notas", {an_invoice("7-1", "2025-02-05")}}});
  refresh();
  EXPECT_EQ(months("caixas_vendidas, vendas_duplas, peso_vendido"),
            "2025-02-01 11222333000181 2 2 21.400");
}

TEST_F(SaleLinesTest, TheInvoiceMonthOfAnOrderIsItsEarliest) {
  world_.put("caixas", a_box({}, kCode));
  world_.put("registro_venda", a_sale("1"),
             {{"trusted_venda_caixas", {a_line(kCode)}},
              {"trusted_venda_notas",
               {an_invoice("9-1", "2025-03-02"), an_invoice("8-1", "2025-02-28")}}});
  refresh();
  EXPECT_EQ(months("pedidos, notas_fiscais, peso_vendido"), "2025-02-01 11222333000181 1 2 21.400");
}

TEST_F(SaleLinesTest, ABarcodeOfTwoUnitsRaisesItsAlertWhenItComesThoughItIsNeverSold) {
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(alerts(), "(null)");
  world_.put("caixas", a_box({.unit = "77"}, kCode));
  refresh();
  EXPECT_THAT(alerts(), testing::HasSubstr("codigo_em_duas_unidades"));
  EXPECT_EQ(world_.text("SELECT detalhes ->> 'chaves' FROM alerta WHERE status = 'aberto'"),
            R"(["77/10000001ZZ"])");
  // What looks at all boxes names both.
  world_.connection().query("DELETE FROM alerta");
  EXPECT_TRUE(replay_service(world_.options(), {}, std::nullopt, stop_).success());
  EXPECT_EQ(world_.text("SELECT detalhes ->> 'chaves' FROM alerta WHERE chave LIKE '%caixas%'"),
            R"(["77/10000001ZZ", "9999/10000001ZZ"])");
}

TEST_F(SaleLinesTest, AnAnimalWhoseHalvesNameTwoLotsIsOneHeadOfTheMonth) {
  world_.put("carcacas", a_half({.number = 2}, 2, 2));  // its other half stays in lot 1
  refresh();
  EXPECT_EQ(world_.text("SELECT concat_ws(' ', lotes, animais, peso_carcaca) "
                        "FROM service_resumo_mensal WHERE tipo_planta = 'abate'"),
            "2 2 562.000");
  // The same numbers of another day are other animals.
  slaughter(world_, {.day = "2025-01-28"});
  refresh();
  EXPECT_EQ(world_.text("SELECT concat_ws(' ', lotes, animais) FROM service_resumo_mensal "
                        "WHERE tipo_planta = 'abate'"),
            "3 4");
}

TEST_F(SaleLinesTest, NoFigureIsTooLargeForItsColumn) {
  world_.put("desossa", an_order({}),
             {{"trusted_desossa_lotes", {a_source({})}},
              {"trusted_desossa_quartos", {a_quarter({}, 1, 1, "2", 0.001)}}});
  world_.put("caixas", a_box({}, kCode));
  world_.put("caixas", a_box({}, "10000002ZZ", {{"peso_liquido", 99999.999}}));
  for (const int side : {1, 2}) {
    world_.put("carcacas", a_half({}, 1, side,
                                  {{"peso_carcaca", 99999.999},
                                   {"peso_vivo", 0.001},
                                   {"nr_sisbov", "076000000000001"},
                                   {"valor_ph", 99.999}}));
  }
  world_.put("animais", an_animal("076000000000001"));
  world_.put("escala", a_schedule({}, {{"nr_seq_abate", 2147483647}}));
  refresh();
  EXPECT_EQ(world_.text("SELECT rendimento_pct FROM service_ordens_desossa"), "10002139900.000");
  EXPECT_EQ(world_.text("SELECT rendimento_pct FROM service_animais"), "19999999800.000");
}

}  // namespace
}  // namespace gdo::gold::test
