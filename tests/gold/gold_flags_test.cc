#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gold/run_service.h"
#include "gold/trusted_world.h"

// What gold says of boxes, lots, orders, animals and sales, in worlds of a few rows.
namespace gdo::gold::test {
namespace {

class GoldFlagsTest : public testing::Test {
 protected:
  void refresh() {
    const ServiceReport report = run_service(world_.options(), {}, stop_);
    for (const ServiceStage& stage : report.stages) {
      for (const ModelError& error : stage.errors) {
        ADD_FAILURE() << stage.model << ": " << error.message << " "
                      << testing::PrintToString(error.keys);
      }
    }
  }

  std::string flags(const std::string& code) {
    return world_.text(
        "SELECT concat_ws(' ', flag_desossa, flag_propriedades, flag_animais, flag_rastreavel, "
        "coalesce(motivo_nao_rastreavel, '-')) FROM service_caixas WHERE codigo_barras = '" +
        code + "' ORDER BY nr_unidade_desossa DESC");
  }
  std::string box(const std::string& column) {
    return world_.text("SELECT " + column + " FROM service_caixas WHERE codigo_barras = '" + kCode +
                       "'");
  }
  std::string lot(const std::string& column) {
    return world_.text("SELECT " + column + " FROM service_lotes_abate WHERE nr_lote_abate = 1");
  }
  std::string order(const std::string& column) {
    return world_.text("SELECT " + column + " FROM service_ordens_desossa");
  }
  std::string line(const std::string& column) {
    return world_.text("SELECT " + column +
                       " FROM service_venda_caixas WHERE nr_item = 1 "
                       "AND nr_pedido = '1'");
  }
  std::string animal(const std::string& column) {
    return world_.text("SELECT " + column + " FROM service_animais");
  }

  static constexpr const char* kCode = "10000001ZZ";
  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_F(GoldFlagsTest, ABoxWhoseLotsAreAllKnownIsTraceable) {
  slaughter(world_, {.number = 1});
  slaughter(world_, {.number = 2, .first = 3});
  debone(world_, {}, {{.number = 1}, {.number = 2, .first = 3}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t t t t -");
  EXPECT_EQ(box("concat_ws(' ', qtde_ordens, qtde_lotes, qtde_fazendas, qtde_animais, vinculo, "
                "nr_unidade_abate)"),
            "1 2 2 4 lote 9999");
}

TEST_F(GoldFlagsTest, WithoutAnOrderAllIsFalse) {
  slaughter(world_, {});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "f f f f sem_ordem_desossa");
}

TEST_F(GoldFlagsTest, AnOrderOfAnotherSlaughterDayIsNotTheBoxs) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode, {{"dt_abate", "2025-01-26"}}));
  refresh();
  EXPECT_EQ(flags(kCode), "f f f f sem_ordem_desossa");
}

TEST_F(GoldFlagsTest, AnOrderWithoutLotsProvesNothing) {
  debone(world_, {}, {});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t f f f ordem_sem_lotes");
}

TEST_F(GoldFlagsTest, ALotWithoutScheduleIsNamedBeforeALotWithoutAnimals) {
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t f f f lote_sem_escala");
}

TEST_F(GoldFlagsTest, AProducerWithoutDocumentIsNoProof) {
  slaughter(world_, {}, {{"prod_cpf_cnpj", nullptr}, {"faz_nome", nullptr}});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t f t f produtor_sem_documento");
}

TEST_F(GoldFlagsTest, AFarmNeedsANameAndAStateButNoCar) {
  slaughter(
      world_, {},
      {{"faz_nr_car", "MT-5103403-0123456789ABCDEF0123456789ABCDEF"}, {"faz_estado", nullptr}});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t f t f propriedade_nao_identificada");
}

TEST_F(GoldFlagsTest, EachLotNeedsAHalfCarcass) {
  slaughter(world_, {});
  world_.put("escala", a_schedule({.number = 2}));
  debone(world_, {}, {{.number = 1}, {.number = 2}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t t f f lote_sem_animais");
}

TEST_F(GoldFlagsTest, ABoxWithoutADayAnswersForTheLotsOfAllItsOrders) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  debone(world_, {.day = "2025-01-28"}, {{.day = "2025-01-28"}});
  world_.put("caixas", a_box({}, kCode, {{"dt_abate", nullptr}}));
  world_.put("caixas", a_box({}, "10000002ZZ"));
  refresh();
  EXPECT_EQ(flags(kCode), "t f f f lote_sem_escala");
  EXPECT_EQ(flags("10000002ZZ"), "t t t t -");
  EXPECT_EQ(box("concat_ws(' ', qtde_ordens, qtde_lotes, dt_abate)"), "2 2");
}

TEST_F(GoldFlagsTest, AnOrderWithoutLotsDoesNotSpoilAnotherOfTheSameNumber) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  debone(world_, {.slaughter_unit = "77"}, {});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(flags(kCode), "t t t t -");
  EXPECT_EQ(box("nr_unidade_abate"), "(null)");
}

TEST_F(GoldFlagsTest, ALateScheduleMendsABoxAndACorrectionTakesTheFlagAway) {
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  slaughter(world_, {});
  refresh();
  EXPECT_EQ(flags(kCode), "t t t t -");
  world_.put("escala", a_schedule({}, {{"prod_cpf_cnpj", nullptr}}));
  refresh();
  EXPECT_EQ(flags(kCode), "t f t f produtor_sem_documento");
}

TEST_F(GoldFlagsTest, ACarcassThatMovesToAnotherLotLeavesItsOldLotWithoutAnimals) {
  const Lot one{.number = 1, .head = 1};
  slaughter(world_, one);
  debone(world_, {}, {one});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  for (const int side : {1, 2}) world_.put("carcacas", a_half({.number = 2}, 1, side));
  refresh();
  EXPECT_EQ(flags(kCode), "t t f f lote_sem_animais");
}

TEST_F(GoldFlagsTest, QuartersLinkAnOrderToItsAnimalsExactly) {
  const Lot lot{};
  slaughter(world_, lot);
  slaughter(world_, {.number = 2, .first = 3, .head = 1});
  world_.put("desossa", an_order({}),
             {{"trusted_desossa_lotes", {a_source(lot)}},
              {"trusted_desossa_quartos",
               {a_quarter(lot, 1, 1, "2", 56), a_quarter(lot, 1, 2, "2", 55),
                a_quarter(lot, 1, 1, "3", 40), a_quarter(lot, 3, 1, "3", 40)}}});
  world_.put("caixas", a_box({}, kCode, {{"peso_liquido", 38.2}}));
  refresh();
  EXPECT_EQ(order("concat_ws(' ', qtde_quartos, qtde_quartos_vinculados, "
                  "qtde_quartos_fora_dos_lotes, qtde_meias_exatas, qtde_animais_exatos)"),
            "4 4 1 3 2");
  EXPECT_EQ(order("concat_ws(' ', peso_quartos, peso_caixas, balanco_massa, rendimento_pct)"),
            "191.000 38.200 152.800 20.000");
  EXPECT_EQ(box("concat_ws(' ', vinculo, qtde_animais_exatos, aviso_balanco)"), "exato 2 f");
}

TEST_F(GoldFlagsTest, MoreBoxesThanQuartersIsAWarningOfMass) {
  slaughter(world_, {});
  world_.put("desossa", an_order({}),
             {{"trusted_desossa_lotes", {a_source({})}},
              {"trusted_desossa_quartos", {a_quarter({}, 9, 1, "4", 20)}}});
  world_.put("caixas", a_box({}, kCode));
  refresh();
  EXPECT_EQ(box("concat_ws(' ', aviso_balanco, vinculo)"), "t lote");
  EXPECT_EQ(world_.text("SELECT severidade || ' ' || (detalhes ->> 'chaves') FROM alerta"),
            R"(aviso ["9999/70001/9999/2025-01-27"])");
}

TEST_F(GoldFlagsTest, ALotSumsUpItsAnimals) {
  world_.put("escala", a_schedule({.head = 2}),
             {{"trusted_escala_gtas", {{{"nr_gta", "100001"}, {"uf", "MT"}}}}});
  const Json young = {{"peso_vivo", 500},
                      {"valor_ph", 5.9},
                      {"flag_contusao", true},
                      {"sexo", "M"},
                      {"dt_nascimento", "2023-01-01"}};
  for (const int side : {1, 2}) world_.put("carcacas", a_half({}, 1, side, young));
  world_.put("carcacas",
             a_half({}, 2, 1, {{"valor_ph", 6.1}, {"sexo", "F"}, {"dt_nascimento", "2021-01-01"}}));
  refresh();
  EXPECT_EQ(lot("concat_ws(' ', qtde_animais_escala, qtde_animais, qtde_meias_carcacas, "
                "qtde_machos, qtde_femeas, flag_quantidade_confere)"),
            "2 2 3 1 1 t");
  EXPECT_EQ(lot("concat_ws(' ', peso_carcaca, peso_vivo, rendimento_pct)"),
            "421.500 500.000 56.200");
  EXPECT_EQ(lot("concat_ws(' ', ph_medio, ph_maximo, qtde_meias_ph_aviso, qtde_meias_ph_bloqueio)"),
            "5.967 6.100 3 1");
  EXPECT_EQ(lot("taxa_contusao_pct"), "100.000");
  EXPECT_EQ(lot("gtas"), "{MT-100001}");
  EXPECT_EQ(lot("concat_ws(' ', idade_min_meses, idade_max_meses)"), "24 48");
}

TEST_F(GoldFlagsTest, AMarketIsNeverProvenByWhatIsNotKnown) {
  world_.put("carcacas", a_half({}, 1, 1, {{"dt_nascimento", "2023-01-01"}, {"valor_ph", 5.6}}));
  refresh();
  // Teeth are in no payload: young enough is not enough.
  EXPECT_EQ(lot("programas #>> '{china,apto}'"), "(null)");
  EXPECT_EQ(lot("programas #>> '{ue_ph,apto}'"), "true");
  world_.put("carcacas", a_half({}, 2, 1, {{"dt_nascimento", "2020-01-01"}}));
  refresh();
  EXPECT_EQ(lot("programas #>> '{china,apto}'"), "false");
  EXPECT_EQ(lot("programas #>> '{ue_ph,desconhecidos}'"), "1");
}

TEST_F(GoldFlagsTest, ATenantsOwnRulesOfAProgrammeReplaceTheDefaultsAndAreTakenUpByTheNextRun) {
  world_.put("carcacas", a_half({}, 1, 1, {{"valor_ph", 5.95}}));
  refresh();
  EXPECT_EQ(lot("programas #>> '{ue_ph,apto}'"), "true");
  world_.connection().execute(
      "INSERT INTO programa_regra (token_cliente, programa, medida, maximo, descricao) "
      "VALUES ('a1b2c3', 'ue_ph', 'ph', 5.9, 'mais rígido')");
  refresh();
  EXPECT_EQ(lot("programas #>> '{ue_ph,apto}'"), "false");
  EXPECT_EQ(lot("qtde_meias_ph_bloqueio"), "1");
}

TEST_F(GoldFlagsTest, ASaleCountsWhatIsProven) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  world_.put("caixas", a_box({.number = "70002"}, "10000002ZZ"));
  world_.put("registro_venda", a_sale("1"),
             {{"trusted_venda_caixas", {a_line(kCode), a_line("10000002ZZ"), a_line("10000009ZZ")}},
              {"trusted_venda_notas",
               {an_invoice("8-1", "2025-02-05"), an_invoice("7-1", "2025-02-04")}}});
  refresh();
  EXPECT_EQ(world_.text("SELECT string_agg(coalesce(motivo_nao_rastreavel, '-'), ' ' "
                        "ORDER BY nr_item) FROM service_venda_caixas"),
            "- sem_ordem_desossa sem_caixa");
  EXPECT_EQ(world_.text("SELECT concat_ws(' ', quantidade, qtde_com_caixa, qtde_rastreaveis, "
                        "qtde_sem_caixa, peso_liquido, peso_rastreavel, rastreavel) "
                        "FROM service_vendas"),
            "3 2 1 1 42.800 21.400 f");
  EXPECT_EQ(world_.text("SELECT concat_ws(' ', nf_numero, dt_emissao_nf, nf_cnpj_destino, "
                        "qtde_notas, notas) FROM service_vendas"),
            "7-1 2025-02-04 11444777000161 2 {7-1,8-1}");
}

TEST_F(GoldFlagsTest, ABarcodeOfTwoUnitsIsNotTraceableInASaleUntilOneIsGone) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  world_.put("registro_venda", a_sale("1"), {{"trusted_venda_caixas", {a_line(kCode)}}});
  refresh();
  EXPECT_EQ(line("concat_ws(' ', flag_rastreavel, qtde_unidades, peso_liquido)"), "t 1 21.400");
  world_.put("caixas", a_box({.unit = "77"}, kCode));
  refresh();
  EXPECT_EQ(line("concat_ws(' ', flag_rastreavel, qtde_unidades, peso_liquido, "
                 "motivo_nao_rastreavel)"),
            "f 2 codigo_em_duas_unidades");
  EXPECT_EQ(flags(kCode), "t t t t -");
}

TEST_F(GoldFlagsTest, ABoxSoldTwiceIsSeenInBothSalesAndForgottenWhenOneGivesItBack) {
  world_.put("registro_venda", a_sale("1"), {{"trusted_venda_caixas", {a_line(kCode)}}});
  refresh();
  world_.put("registro_venda", a_sale("2"), {{"trusted_venda_caixas", {a_line(kCode)}}});
  refresh();
  EXPECT_EQ(line("concat_ws(' ', qtde_vendas, flag_venda_dupla)"), "2 t");
  EXPECT_EQ(world_.text("SELECT sum(qtde_vendas_duplas) FROM service_vendas"), "2");
  world_.put("registro_venda", a_sale("2"), {{"trusted_venda_caixas", {a_line("10000002ZZ")}}});
  refresh();
  EXPECT_EQ(line("concat_ws(' ', qtde_vendas, flag_venda_dupla)"), "1 f");
}

TEST_F(GoldFlagsTest, AnAnimalIsThatOfItsLastFarmAndLinkedByTheOneThatBearsItsNumber) {
  world_.put("animais", an_animal("076000000000001"));
  world_.put("animais",
             an_animal("076000000000001", {{"id_propriedade", "FAZ-2"},
                                           {"data_entrada", "2024-06-01"},
                                           {"vacinas",
                                            {{{"tipo", "AFTOSA"}, {"data", "2024-05-10"}},
                                             {{"tipo", "RAIVA"}, {"data", "2024-06-31"}}}}}));
  for (const int side : {1, 2}) {
    world_.put("carcacas", a_half({}, 7, side, {{"nr_sisbov", "076000000000001"}}));
  }
  refresh();
  EXPECT_EQ(animal("concat_ws(' ', id_propriedade, qtde_propriedades, vinculo, nr_sequencial, "
                   "peso_carcaca, dias_na_propriedade, idade_meses)"),
            "FAZ-2 2 nr_sisbov 7 281.000 240 27");
  EXPECT_EQ(animal("concat_ws(' ', qtde_vacinas, ultima_vacina)"), "2 2024-05-10");
  // A second animal bears the number: by itself it says nothing any more; the chip does.
  world_.put("carcacas", a_half({}, 8, 1, {{"nr_sisbov", "076000000000001"}}));
  world_.put("carcacas", a_half({}, 9, 1, {{"nr_chip", "076000000000001"}}));
  refresh();
  EXPECT_EQ(animal("concat_ws(' ', vinculo, nr_sequencial)"), "nr_chip 9");
}

TEST_F(GoldFlagsTest, TheOtherHalfOfALinkedAnimalCountsThoughItBearsNoNumber) {
  world_.put("animais", an_animal("076000000000001"));
  world_.put("carcacas", a_half({}, 7, 1, {{"nr_sisbov", "076000000000001"}}));
  refresh();
  EXPECT_EQ(animal("peso_carcaca"), "140.500");
  world_.put("carcacas", a_half({}, 7, 2));
  refresh();
  EXPECT_EQ(animal("peso_carcaca"), "281.000");
}

TEST_F(GoldFlagsTest, TheMonthsAddUp) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode));
  world_.put("caixas", a_box({.number = "70009"}, "10000002ZZ"));
  world_.put("registro_venda", a_sale("1"),
             {{"trusted_venda_caixas", {a_line(kCode), a_line("10000002ZZ")}},
              {"trusted_venda_notas", {an_invoice("7-1", "2025-02-04")}}});
  refresh();
  EXPECT_EQ(
      world_.text("SELECT string_agg(concat_ws(' ', mes, tipo_planta, planta, lotes, animais, "
                  "propriedades, caixas, caixas_rastreaveis, pedidos, notas_fiscais, "
                  "peso_vendido, toneladas_rastreadas), '; ' ORDER BY tipo_planta) "
                  "FROM service_resumo_mensal"),
      "2025-01-01 abate 9999 1 2 1; 2025-01-01 desossa 9999 2 1; "
      "2025-02-01 estoque 11222333000181 1 1 42.800 0.021400");
}

TEST_F(GoldFlagsTest, AnotherTenantsRowsProveNothing) {
  slaughter(world_, {});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, kCode, {{"token_cliente", "ffffff"}}));
  refresh();
  EXPECT_EQ(flags(kCode), "f f f f sem_ordem_desossa");
}

}  // namespace
}  // namespace gdo::gold::test
