#include <gtest/gtest.h>

#include "contract/example_contract.h"
#include "judge/judge_fixture.h"

// What happens to members that the contract does not name: evolve keeps them, freeze rejects them.
namespace gdo::judge {
namespace {

KeptVerdict judge_with(const contract::Catalog& catalog, const std::string& json) {
  Judge judge(*catalog.payload("balanca"));
  judge.begin_document(midday({2026, 1, 1}));
  return judge_all(judge, json).at(0);
}

TEST(UnknownMembersTest, AreKeptByAContractThatEvolves) {
  const auto catalog = test::load(std::string(test::kExample));
  const auto kept = judge_with(catalog, R"({"placa": "A", "dia": "2025-12-31", "x": {"y": 1.50}})");
  EXPECT_TRUE(kept.accepted);
  EXPECT_EQ(kept.extras, R"({"x":{"y": 1.50}})");
}

TEST(UnknownMembersTest, RejectUnderAFrozenContract) {
  const auto catalog = test::load(test::example_with("version: 1", "version: 1\ndrift: freeze"));
  const auto good = judge_with(catalog, R"({"placa": "A", "dia": "2025-12-31"})");
  EXPECT_TRUE(good.accepted) << good.reasons;
  const auto bad = judge_with(catalog, R"({"placa": "A", "dia": "2025-12-31", "x": 1, "z": null})");
  EXPECT_FALSE(bad.accepted);
  EXPECT_EQ(bad.rules, (std::vector<std::string>{"desconhecido:x", "desconhecido:z"}));
}

TEST(UnknownMembersTest, TheTenantIsKnownToEveryContract) {
  const auto catalog = test::load(test::example_with("version: 1", "version: 1\ndrift: freeze"));
  const auto verdict =
      judge_with(catalog, R"({"placa": "A", "dia": "2025-12-31", "token_cliente": "08c9eb"})");
  EXPECT_TRUE(verdict.accepted) << verdict.reasons;
}

TEST(UnknownMembersTest, AreDroppedWhenPostgresqlCouldNotKeepThem) {
  const auto catalog = test::load(std::string(test::kExample));
  const auto verdict = judge_with(
      catalog, R"({"placa": "A", "dia": "2025-12-31", "x": "\u0000", "y": 1e999999, "z": 2})");
  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.rules, (std::vector<std::string>{"utf8_invalido:x", "tipo:y"}));
  EXPECT_EQ(verdict.extras, R"({"z":2})");
}

TEST(UnknownMembersTest, ALongNameIsCutBetweenLetters) {
  const auto catalog = test::load(test::example_with("version: 1", "version: 1\ndrift: freeze"));
  std::string name = "a";
  for (int i = 0; i < 80; ++i) name += "ç";
  const auto verdict =
      judge_with(catalog, "{\"placa\": \"A\", \"dia\": \"2025-12-31\", \"" + name + "\": 1}");
  EXPECT_EQ(verdict.rules, std::vector<std::string>{"desconhecido:" + name.substr(0, 99)});
}

}  // namespace
}  // namespace gdo::judge
