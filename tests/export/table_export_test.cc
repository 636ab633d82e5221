#include "export/table_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "export/text_output.h"
#include "gold/run_service.h"
#include "gold/trusted_world.h"

namespace gdo::exports {
namespace {

using exports::test::TextOutput;
using gold::test::TrustedWorld;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

class TableExportTest : public testing::Test {
 protected:
  std::string exported(const std::string& name, const TableExport& wanted,
                       const std::optional<ExportPosition>& start = {}) {
    const ExportedTable table = exported_table(world_.connection(), name);
    require_possible(table, wanted);
    TextOutput output;
    rows_ = export_table(world_.connection(), table, wanted, start, output, stop_);
    EXPECT_TRUE(output.finished);
    return output.text;
  }
  std::vector<Json> lines(const std::string& name, TableExport wanted) {
    wanted.format = "jsonl";
    std::istringstream stream(exported(name, wanted));
    std::vector<Json> rows;
    for (std::string line; std::getline(stream, line);) rows.push_back(Json::parse(line));
    return rows;
  }
  void schedule(int lot, const std::string& day, const Json& but = Json::object()) {
    world_.put("escala", gold::test::a_schedule({.day = day, .number = lot}, but));
  }

  TrustedWorld& world_ = TrustedWorld::empty_again();
  StopFlag stop_;
  std::int64_t rows_ = 0;
};

TEST_F(TableExportTest, MasksAPersonAndShowsACompany) {
  schedule(1, "2025-01-27",
           {{"prod_cpf_cnpj", "52998224725"},
            {"prod_nome_razaosocial", "JOSE DA SILVA"},
            {"prod_endereco", "RUA A"},
            {"faz_nome", "FAZENDA BOA"},
            {"faz_geo_latitude", -15.60123},
            {"faz_geo_longitude", -56.09781}});
  schedule(2, "2025-01-27",
           {{"prod_cpf_cnpj", "11222333000181"},
            {"prod_nome_razaosocial", "AGRO LTDA"},
            {"faz_geo_latitude", -15.60123},
            {"faz_geo_longitude", -56.09781}});
  const auto rows = lines("trusted_escala", {});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["prod_cpf_cnpj"], "***.982.247-**");
  EXPECT_EQ(rows[0]["prod_nome_razaosocial"], "J. D. S.");
  EXPECT_EQ(rows[0]["prod_endereco"], "***");
  EXPECT_EQ(rows[0]["faz_nome"], "F. B.");
  EXPECT_EQ(rows[0]["faz_geo_latitude"], -15.60);
  EXPECT_EQ(rows[0]["faz_geo_longitude"], -56.10);
  EXPECT_EQ(rows[1]["prod_cpf_cnpj"], "11222333000181");
  EXPECT_EQ(rows[1]["prod_nome_razaosocial"], "AGRO LTDA");
  EXPECT_EQ(rows[1]["faz_geo_latitude"], -15.60);
  const auto all = lines("trusted_escala", {.personal = true});
  EXPECT_EQ(all[0]["prod_cpf_cnpj"], "52998224725");
  EXPECT_EQ(all[0]["faz_geo_longitude"], -56.09781);
}

TEST_F(TableExportTest, GoldIsMaskedAsItsModelsSay) {
  schedule(1, "2025-01-27",
           {{"prod_cpf_cnpj", "52998224725"},
            {"prod_nome_razaosocial", "JOSE DA SILVA"},
            {"faz_nome", "FAZENDA BOA"},
            {"faz_nr_car", nullptr}});
  gold::run_service(world_.options(), {}, stop_);
  const std::string text = exported("lotes_abate", {});
  EXPECT_THAT(text, Not(HasSubstr("52998224725")));
  EXPECT_THAT(text, Not(HasSubstr("SILVA")));
  EXPECT_THAT(text, Not(HasSubstr("FAZENDA BOA")));
  EXPECT_THAT(text, HasSubstr("***.982.247-**/F. B./"));
}

TEST_F(TableExportTest, ChoosesRowsByTenantAndDay) {
  schedule(1, "2025-01-27");
  schedule(2, "2025-01-28");
  schedule(3, "2025-01-29");
  EXPECT_EQ(lines("escala", {.from = "2025-01-28"}).size(), 2U);
  EXPECT_EQ(lines("escala", {.from = "2025-01-28", .to = "2025-01-28"}).size(), 1U);
  EXPECT_EQ(lines("escala", {.tenant = gold::test::kTenant}).size(), 3U);
  EXPECT_EQ(lines("escala", {.tenant = "x' OR true --"}).size(), 0U);
}

TEST_F(TableExportTest, GoesOnAfterAnyRow) {
  for (int lot = 1; lot <= 5; ++lot) schedule(lot, lot < 3 ? "2025-01-28" : "2025-01-27");
  for (const char* format : {"csv", "jsonl", "geojson"}) {
    const std::string whole = exported("escala", {.format = format});
    const auto rows = lines("escala", {});
    std::string head;
    for (int taken = 1; taken <= 5; ++taken) {
      const Json& row = rows[static_cast<std::size_t>(taken - 1)];
      const ExportPosition position = {.rows = taken,
                                       .key = {row["token_cliente"], row["nr_unidade_abate"],
                                               row["dt_abate"], row["nr_lote_abate"].dump()}};
      const std::string rest = exported("escala", {.format = format}, position);
      EXPECT_EQ(rows_, 5);
      EXPECT_TRUE(whole.ends_with(rest)) << format << " after " << taken;
      EXPECT_LT(rest.size(), whole.size());
    }
  }
}

TEST_F(TableExportTest, AStopKeepsWhatWasReached) {
  schedule(1, "2025-01-27");
  schedule(2, "2025-01-27");
  const ExportedTable table = exported_table(world_.connection(), "escala");
  TextOutput output;
  stop_.request();
  EXPECT_THROW(export_table(world_.connection(), table, {}, {}, output, stop_), Error);
  EXPECT_EQ(output.last.rows, 1);
  EXPECT_FALSE(output.finished);
  EXPECT_EQ(world_.text("SELECT 1"), "1");
}

TEST_F(TableExportTest, RefusesWhatIsNoTableOfTheseLayers) {
  for (const char* name : {"raw_animais", "arquivo", "nada", "pg_class", "escala; DROP TABLE x"}) {
    EXPECT_THROW(exported_table(world_.connection(), name), Error) << name;
  }
}

}  // namespace
}  // namespace gdo::exports
