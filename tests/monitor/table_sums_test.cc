#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "monitor/audit.h"
#include "monitor/test_plant.h"
#include "synth/generate.h"

namespace gdo::monitor {
namespace {

using test::farm_animal;
using test::sums_of;
using test::TestPlant;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> files_of(const std::filesystem::path& lake) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(lake / "pending")) {
    if (!entry.is_regular_file()) continue;
    names.push_back(std::filesystem::relative(entry.path(), lake / "pending").string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(TableSums, DoNotDependOnOrderWorkersOrLotes) {
  const test::TemporaryFolder generated;
  synth::generate({.out = generated.path() / "lake",
                   .days = 2,
                   .tenants = 2,
                   .seed = 11,
                   .dirty = 0.1,
                   .records = 3000});
  const auto lake = generated.path() / "lake";
  const std::vector<std::string> names = files_of(lake);
  ASSERT_THAT(names, Not(IsEmpty()));

  const TestPlant at_once;
  for (const std::string& name : names) at_once.take(lake, name);
  at_once.load();

  const TestPlant in_parts;
  for (std::size_t part = 3; part-- > 0;) {
    for (std::size_t i = part; i < names.size(); i += 3) in_parts.take(lake, names[i]);
    in_parts.load(3, 2);
  }

  EXPECT_TRUE(at_once.audit().balanced());
  EXPECT_TRUE(in_parts.audit().balanced());
  EXPECT_EQ(sums_of(at_once.audit()), sums_of(in_parts.audit()));
}

constexpr const char* kEarly = "animais_2026_06_01_10_00_00_000Z.json";
constexpr const char* kLate = "animais_2026_06_02_10_00_00_000Z.json";

TEST(TableSums, DoNotDependOnWhichOfTwoIdenticalFilesCameFirst) {
  const std::string text = "[" + farm_animal("A1") + R"(,{"id_animal":"A2"}])";
  const TestPlant forward;
  forward.deliver("animais", kEarly, text);
  forward.load();
  forward.deliver("animais", kLate, text);
  forward.load();
  const TestPlant backward;
  backward.deliver("animais", kLate, text);
  backward.load();
  backward.deliver("animais", kEarly, text);
  backward.load();
  EXPECT_EQ(sums_of(forward.audit()), sums_of(backward.audit()));
}

TEST(TableSums, CountContentsOnceThatCameBackAfterTheyWereReplaced) {
  const std::string text = "[" + farm_animal("A1") + "]";
  const std::string other = "[" + farm_animal("A2") + "]";
  const TestPlant loads_twice;  // the first is replaced when its bytes come again
  loads_twice.deliver("animais", kEarly, text);
  loads_twice.load();
  loads_twice.deliver("animais", kEarly, other);
  loads_twice.load();
  loads_twice.deliver("animais", kLate, text);
  loads_twice.load();
  const TestPlant loads_once;
  loads_once.deliver("animais", kLate, text);
  loads_once.load();
  loads_once.deliver("animais", kEarly, text);
  loads_once.load();
  loads_once.deliver("animais", kEarly, other);
  loads_once.load();
  EXPECT_EQ(sums_of(loads_twice.audit()), sums_of(loads_once.audit()));
}

TEST(TableSums, TellDifferentFactsApart) {
  const TestPlant plant;
  plant.deliver("animais", kEarly, "[" + farm_animal("A1") + R"(,{"id_animal":"A2"}])");
  plant.load();
  auto before = sums_of(plant.audit());
  const auto changed_by = [&](const std::string& sql) {
    plant.execute(sql);
    const auto after = sums_of(plant.audit());
    std::vector<std::string> changed;
    for (const auto& [table, sum] : after) {
      if (before[table] != sum) changed.push_back(table);
    }
    before = after;
    return changed;
  };
  using testing::ElementsAre;
  EXPECT_THAT(changed_by("UPDATE raw_animais SET byte_inicio = byte_inicio + 1"),
              ElementsAre("raw_animais"));
  EXPECT_THAT(changed_by("UPDATE raw_animais SET dados_completos = '{}'"),
              ElementsAre("raw_animais"));
  EXPECT_THAT(changed_by("UPDATE raw_animais SET id_animal = NULL"), ElementsAre("raw_animais"));
  EXPECT_THAT(changed_by("INSERT INTO raw_animais SELECT * FROM raw_animais"),
              ElementsAre("raw_animais"));
  EXPECT_THAT(changed_by("UPDATE registro_rejeitado SET conteudo = 'x'"),
              ElementsAre("registro_rejeitado"));
  EXPECT_THAT(changed_by("UPDATE registro_rejeitado SET status = 'descartado'"),
              ElementsAre("registro_rejeitado"));
  EXPECT_THAT(changed_by("UPDATE arquivo SET nome_arquivo = 'y'"), ElementsAre("arquivo"));
  EXPECT_THAT(changed_by("UPDATE raw_animais SET data_processamento = data_processamento + "
                         "interval '1 second', nome_arquivo = 'y'"),
              IsEmpty());
}

TEST(TableSums, AreTheSameWhereverTheyAreComputed) {
  // Known answers: a server that hashed or wrote rows differently would show here.
  const TestPlant plant;
  plant.execute(
      "CREATE TABLE service_teste (token_cliente text, peso numeric, dia date, "
      "nota jsonb, PRIMARY KEY (token_cliente))");
  plant.execute(
      "INSERT INTO service_teste VALUES ('a1b2c3', 1.50, '2026-01-31', "
      "'{\"b\": 1, \"a\": [true, null]}'), ('ção', NULL, NULL, NULL)");
  EXPECT_EQ(sums_of(plant.audit())["service_teste"], "340d7da6feb109854b8e06fb2bc225b6");
}

TEST(TableSums, DoNotDependOnTheOrderOrTypeModifierOfColumns) {
  const TestPlant plant;
  plant.execute("CREATE TABLE service_um (a text PRIMARY KEY, b numeric(8,3), lote_id bigint)");
  plant.execute("CREATE TABLE service_dois (lote_id bigint, b numeric, a text PRIMARY KEY)");
  plant.execute("INSERT INTO service_um VALUES ('x', 1.5, 1), ('y', 2, 2)");
  plant.execute("INSERT INTO service_dois VALUES (8, 2.0, 'y'), (9, 1.50, 'x')");
  auto sums = sums_of(plant.audit());
  EXPECT_EQ(sums["service_um"], sums["service_dois"]);
  EXPECT_NE(sums["service_um"], std::string(32, '0'));
}

}  // namespace
}  // namespace gdo::monitor
