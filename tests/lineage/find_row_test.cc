// The rows that people mean by a table and a key.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"
#include "lineage/lineage.h"
#include "trace/things.h"
#include "trace/trace_key.h"

namespace gdo::lineage::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FindRow : public testing::Test {
 protected:
  FindRow() {
    gold::test::slaughter(world_, {.number = 1, .first = 1});
    gold::test::slaughter(world_, {.number = 2, .first = 3});
    world_.put("registro_venda", gold::test::a_sale("P 1/2"),
               {{"trusted_venda_caixas",
                 {gold::test::a_line("10000002ZZ"), gold::test::a_line("10000009ZZ")}}});
    StopFlag stop;
    EXPECT_TRUE(gold::run_service(world_.options(), {}, stop).success());
  }

  std::string found(const std::string& table, const std::string& key) {
    return find_row(world_.connection(), table, key, "").key.dump();
  }
  std::string refusal(const std::string& table, const std::string& key, ErrorKind kind) {
    try {
      return "found " + found(table, key);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind);
      return error.what();
    }
  }

  gold::test::TrustedWorld& world_ = gold::test::TrustedWorld::empty_again();
};

TEST_F(FindRow, ByTheWholeKeyOrByWhatIsUnambiguous) {
  const char* lot = R"({"nr_unidade_abate":"9999","dt_abate":"2025-01-27","nr_lote_abate":2})";
  EXPECT_EQ(found("trusted_escala", "9999/2025-01-27/2"), lot);
  EXPECT_EQ(found("escala", "2025-01-27/2"), lot);
  EXPECT_EQ(found("lotes_abate", "2"), lot);
  EXPECT_EQ(found("resumo_mensal", "2025-01-01/abate"),
            R"({"mes":"2025-01-01","tipo_planta":"abate","planta":"9999"})");
}

TEST_F(FindRow, AnAmbiguousKeySaysWhichRowsItMayMean) {
  EXPECT_THAT(refusal("escala", "9999/2025-01-27", ErrorKind::config),
              AllOf(HasSubstr("may mean several rows of trusted_escala"),
                    HasSubstr("its key is nr_unidade_abate/dt_abate/nr_lote_abate"),
                    HasSubstr("\n  9999/2025-01-27/1\n  9999/2025-01-27/2")));
}

TEST_F(FindRow, AnAbsentRowSaysWhatItsKeyIs) {
  EXPECT_THAT(refusal("escala", "9999/2025-01-27/7", ErrorKind::not_found),
              HasSubstr("its key is nr_unidade_abate/dt_abate/nr_lote_abate"));
  EXPECT_THAT(refusal("escala", "9999/never/x", ErrorKind::not_found), HasSubstr("has no row"));
  EXPECT_THAT(refusal("escala", "a/b/c/d/e/f/g", ErrorKind::not_found), HasSubstr("has no row"));
  EXPECT_THAT(refusal("raw_escala", "1", ErrorKind::config), HasSubstr("not a table of gold or"));
}

TEST_F(FindRow, AValueMayHoldASlash) {
  EXPECT_THAT(found("vendas", "11222333000181/P 1/2/1"), HasSubstr(R"("nr_pedido":"P 1/2")"));
  EXPECT_THAT(found("vendas", "P 1/2"), HasSubstr(R"("nr_pedido":"P 1/2")"));
  EXPECT_THAT(found("trusted_venda_caixas", "11222333000181/P 1/2/1/2"),
              HasSubstr(R"("nr_item":2)"));
  const auto traced =
      trace::find_keys(world_.connection(), trace::read_key("pedido:11222333000181/P 1/2/1"),
                       {gold::test::kTenant}, 5);
  ASSERT_EQ(traced.size(), 1U);
  EXPECT_EQ(traced[0].written(), "pedido:11222333000181/P 1/2/1");
}

TEST(Regrouped, JoinsNeighboursInEveryWay) {
  EXPECT_THAT(trace::regrouped({"a", "b", "c"}, 2),
              ElementsAre(ElementsAre("a", "b/c"), ElementsAre("a/b", "c")));
  EXPECT_THAT(trace::regrouped({"a", "b"}, 2), ElementsAre(ElementsAre("a", "b")));
  EXPECT_THAT(trace::regrouped({"a", "", "b"}, 1), ElementsAre(ElementsAre("a//b")));
  EXPECT_THAT(trace::regrouped({"a"}, 2), IsEmpty());
}

}  // namespace
}  // namespace gdo::lineage::test
