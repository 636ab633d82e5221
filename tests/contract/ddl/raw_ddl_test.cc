#include "contract/ddl/raw_ddl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/golden.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::contract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

class RawDdlTest : public testing::Test {
 protected:
  const Catalog catalog_ = load_catalog();
  const Payload& deboning_ = *catalog_.payload("desossa");
};

TEST_F(RawDdlTest, TablesAndPartitionsAreTheOnesKept) {
  std::string sql;
  for (const Payload& payload : catalog_.payloads()) {
    sql += create_raw_table(payload) + create_raw_partition(payload, 2026y / 12) + "\n";
  }
  test::expect_golden("raw.sql", sql);
}

TEST_F(RawDdlTest, ColumnsStandWidestFirst) {
  EXPECT_THAT(
      raw_columns(deboning_),
      ElementsAre("lote_id", "arquivo_id", "nr_registro", "byte_inicio", "data_processamento",
                  "byte_tamanho", "token_cliente", "nr_unidade_desossa", "nr_op_desossa",
                  "nr_unidade_abate", "dt_abate", "nome_arquivo", "dados_completos"));
}

TEST_F(RawDdlTest, APartitionHoldsOneMonthAlsoAtTheEndOfTheYear) {
  EXPECT_EQ(raw_partition_name(deboning_, 2026y / 1), "raw_desossa_2026_01");
  EXPECT_THAT(create_raw_partition(deboning_, 2026y / 12),
              HasSubstr("FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')"));
}

TEST_F(RawDdlTest, AnOlderTableGetsTheKeyColumnsItLacks) {
  EXPECT_EQ(alter_raw_table(deboning_, raw_columns(deboning_)), "");
  EXPECT_EQ(alter_raw_table(deboning_, {"lote_id", "nr_unidade_desossa", "nr_op_desossa"}),
            "ALTER TABLE \"raw_desossa\" ADD COLUMN \"nr_unidade_abate\" text;\n"
            "ALTER TABLE \"raw_desossa\" ADD COLUMN \"dt_abate\" text;\n");
}

}  // namespace
}  // namespace gdo::contract
