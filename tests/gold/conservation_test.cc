#include <gtest/gtest.h>

#include <algorithm>

#include "contract/reader/catalog_loader.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "monitor/audit.h"

// Kilos do not appear on the way from carcass to box to sale (sql/auditoria/service).
namespace gdo::gold::test {
namespace {

class ConservationTest : public testing::Test {
 protected:
  // "ok", or which groups do not agree.
  std::string verdict(const std::string& check) {
    run_service(world_.options(), {}, stop_);
    const monitor::AuditReport report =
        monitor::audit(world_.connection(), contract::load_catalog());
    const auto found = std::find_if(
        report.verifications.begin(), report.verifications.end(),
        [&](const monitor::Verification& verification) { return verification.name == check; });
    if (found == report.verifications.end()) return "no such check";
    warns_ = found->warning;
    return found->ok ? "ok " + std::to_string(found->checked) : found->detail;
  }

  // Two animals of 562 kg, and an order of theirs.
  void a_day() {
    slaughter(world_, {});
    debone(world_, {}, {{}});
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
  bool warns_ = false;  // what was found does not put the books out of balance
};

TEST_F(ConservationTest, NoMoreIsPackedThanWasSlaughtered) {
  a_day();
  world_.put("caixas", a_box({}, "10000001ZZ", {{"peso_liquido", 500}}));
  EXPECT_EQ(verdict("caixas_ate_carcacas"), "ok 1");
  world_.put("caixas", a_box({}, "10000002ZZ", {{"peso_liquido", 100}}));
  EXPECT_EQ(verdict("caixas_ate_carcacas"),
            "1 de 1 não conferem: a1b2c3/9999/2025-01-27: em caixas 600.000 kg, em carcaças "
            "562.000 kg");
}

TEST_F(ConservationTest, ADayThatIsNotWholeProvesNothing) {
  slaughter(world_, {.head = 2}, {{"qtde_animais", 9}});
  debone(world_, {}, {{}});
  world_.put("caixas", a_box({}, "10000001ZZ", {{"peso_liquido", 600}}));
  EXPECT_EQ(verdict("caixas_ate_carcacas"), "ok 0");
}

TEST_F(ConservationTest, NoMoreIsSoldThanWasPackedThoughABoxIsSoldTwice) {
  a_day();
  world_.put("caixas", a_box({}, "10000001ZZ"));
  for (const char* number : {"1", "2"}) {
    world_.put("registro_venda", a_sale(number),
               {{"trusted_venda_caixas", {a_line("10000001ZZ")}}});
  }
  EXPECT_EQ(verdict("vendas_ate_caixas"), "ok 1");
  // Sold kilos that no box has: gold was tampered with.
  world_.connection().query("UPDATE service_venda_caixas SET peso_liquido = 99");
  EXPECT_EQ(verdict("vendas_ate_caixas"),
            "1 de 1 não conferem: a1b2c3/9999/2025-01-27: vendidos 99.000 kg, em caixas 21.400 kg");
}

TEST_F(ConservationTest, AQuarterGoesIntoOneOrderOnce) {
  a_day();
  world_.put("desossa", an_order({}),
             {{"trusted_desossa_quartos",
               {a_quarter({}, 1, 1, "2", 50), a_quarter({}, 1, 1, "3", 40),
                a_quarter({}, 1, 2, "2", 50)}}});
  EXPECT_EQ(verdict("quartos_uma_vez"), "ok 3");
  // In another order, and twice in one; without a label nothing is known.
  Json unlabelled = a_quarter({}, 1, 1, "2", 50);
  unlabelled["cod_barra_corte"] = nullptr;
  world_.put("desossa", an_order({.number = "70002"}),
             {{"trusted_desossa_quartos",
               {a_quarter({}, 1, 1, "2", 50), a_quarter({}, 2, 1, "4", 9),
                a_quarter({}, 2, 1, "4", 9), unlabelled, unlabelled}}});
  EXPECT_EQ(verdict("quartos_uma_vez"),
            "2 de 4 não conferem: unico:cod_barra_corte: o quarto 0999927012025000112 de a1b2c3 "
            "está 2 vezes em ordens: 9999/70001, 9999/70002; unico:cod_barra_corte: o quarto "
            "0999927012025000214 de a1b2c3 está 2 vezes em ordens: 9999/70002");
  EXPECT_TRUE(warns_);
}

TEST_F(ConservationTest, QuartersWeighNoMoreThanTheirHalfCarcass) {
  a_day();  // halves of 140.5 kg
  const auto cut = [&](double hind, double fore) {
    world_.put("desossa", an_order({}),
               {{"trusted_desossa_quartos", {a_quarter({}, 1, 1, "2", hind)}}});
    world_.put("desossa", an_order({.number = "70002"}),
               {{"trusted_desossa_quartos", {a_quarter({}, 1, 1, "3", fore)}}});
  };
  cut(80, 61.9);  // 1 % over
  EXPECT_EQ(verdict("quartos_ate_carcacas"), "ok 1");
  cut(80, 62);
  EXPECT_EQ(verdict("quartos_ate_carcacas"),
            "1 de 1 não conferem: meia-carcaça 099992701202500011 de a1b2c3: em quartos 142.000 "
            "kg, pesou 140.500 kg; ordens 9999/70001, 9999/70002");
  EXPECT_TRUE(warns_);
}

TEST_F(ConservationTest, ABoxMissingFromGoldIsNoticedOnceNothingWaits) {
  a_day();
  world_.put("caixas", a_box({}, "10000001ZZ"));
  world_.put("caixas", a_box({}, "10000002ZZ"));
  EXPECT_EQ(verdict("ouro_em_dia"), "ok 1");
  world_.connection().query("DELETE FROM service_caixas WHERE codigo_barras = '10000001ZZ'");
  EXPECT_EQ(verdict("ouro_em_dia"),
            "1 de 1 não conferem: caixas de a1b2c3: 2 linhas em trusted, 1 em service");
}

}  // namespace
}  // namespace gdo::gold::test
