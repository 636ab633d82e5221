#include <gtest/gtest.h>

#include <algorithm>

#include "contract/reader/catalog_loader.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "monitor/audit.h"

// Kilos do not appear on the way from carcass to box to sale (sql/auditoria/service).
namespace gdo::service::test {
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
        [&](const monitor::Verification& verification) { return verification.nome == check; });
    if (found == report.verifications.end()) return "no such check";
    return found->ok ? "ok " + std::to_string(found->conferidos) : found->detalhe;
  }

  // Two animals of 562 kg, and an order of theirs.
  void a_day() {
    slaughter(world_, {});
    debone(world_, {}, {{}});
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
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
}  // namespace gdo::service::test
