#include <gtest/gtest.h>

#include "gold/run_service.h"
#include "gold/trusted_world.h"

// What gold makes of single values that say less than they seem to.
namespace gdo::gold::test {
namespace {

class GoldValuesTest : public testing::Test {
 protected:
  std::string after_a_run(const std::string& query) {
    run_service(world_.options(), {}, stop_);
    return world_.text(query);
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
};

TEST_F(GoldValuesTest, ABirthAfterTheSlaughterSaysNoAge) {
  world_.put("carcacas", a_half({}, 1, 1, {{"dt_nascimento", "2025-02-20"}}));
  world_.put("carcacas", a_half({}, 2, 1, {{"dt_nascimento", "2023-01-27"}}));
  EXPECT_EQ(after_a_run("SELECT concat_ws(' ', qtde_animais_com_idade, idade_min_meses, "
                        "idade_max_meses, programas #>> '{cota_481,desconhecidos}') "
                        "FROM service_lotes_abate"),
            "1 24 24 2");
}

TEST_F(GoldValuesTest, AHalfIsOverALimitOnlyWhereItFailsTheProgramme) {
  world_.connection().execute(
      "INSERT INTO programa_regra (token_cliente, programa, medida, maximo, maximo_incluso, "
      "descricao) VALUES ('a1b2c3', 'ue_ph', 'ph', 5.9, true, 'até 5,9')");
  world_.put("carcacas", a_half({}, 1, 1, {{"valor_ph", 5.9}}));
  world_.put("carcacas", a_half({}, 2, 1, {{"valor_ph", 5.901}}));
  EXPECT_EQ(after_a_run("SELECT concat_ws(' ', qtde_meias_ph_bloqueio, "
                        "programas #>> '{ue_ph,inaptos}') FROM service_lotes_abate"),
            "1 1");
}

TEST_F(GoldValuesTest, AnAnimalThatLeavesTheFarmAfterItsSlaughterIsOutOfOrder) {
  world_.put("animais", an_animal("076000000000001", {{"data_saida", "2025-01-27"}}));
  world_.put("animais", an_animal("076000000000002", {{"data_saida", "2025-01-28"}}));
  world_.put("carcacas", a_half({}, 1, 1, {{"nr_sisbov", "076000000000001"}}));
  world_.put("carcacas", a_half({}, 2, 1, {{"nr_sisbov", "076000000000002"}}));
  EXPECT_EQ(after_a_run("SELECT string_agg(aviso_cronologia::text, ' ' ORDER BY id_animal) "
                        "FROM service_animais"),
            "false true");
}

TEST_F(GoldValuesTest, AVaccinesDayMayStandFirst) {
  world_.put("animais",
             an_animal("076000000000001",
                       {{"vacinas", {{{"data", "10/02/2024"}}, {{"data", "2023-12-31"}}}}}));
  EXPECT_EQ(after_a_run("SELECT ultima_vacina FROM service_animais"), "2024-02-10");
}

TEST_F(GoldValuesTest, ARejectionCountsInTheLocalMonthOfItsDelivery) {
  world_.put("escala", a_schedule({}));
  world_.connection().execute(
      "INSERT INTO registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, "
      "nome_arquivo, nr_registro, byte_inicio, byte_tamanho, motivos, conteudo, criado_em) "
      "VALUES ('a1b2c3', 'caixas', 'raw', 1, 1, 'x.json', 1, 0, 2, '[]', '{}', "
      "'2025-03-01T02:59:59Z')");
  EXPECT_EQ(after_a_run("SELECT concat_ws(' ', mes, rejeitados_raw, rejeitados_trusted) "
                        "FROM service_resumo_mensal WHERE tipo_planta = 'cliente'"),
            "2025-02-01 1 0");
}

}  // namespace
}  // namespace gdo::gold::test
