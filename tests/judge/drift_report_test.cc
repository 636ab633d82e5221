#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "judge/drift.h"
#include "judge/judge_fixture.h"

namespace gdo::judge {
namespace {

using Kind = MemberChange::Kind;
using Words = std::vector<std::string>;

MemberSeen seen(const std::string& path, bool known, std::uint64_t objects,
                std::initializer_list<values::TokenKind> kinds) {
  MemberSeen member{"caixas", path, known, objects, {}};
  for (const auto kind : kinds) ++member.kinds[static_cast<std::size_t>(kind)];
  return member;
}

TEST(DriftReportTest, TheFirstLoteTellsOnlyWhatTheContractDoesNotName) {
  const std::vector<MemberSeen> first = {
      seen("peso", true, 10, {values::TokenKind::number, values::TokenKind::null}),
      seen("qtde", true, 10, {values::TokenKind::absent}),
      seen("cod_esteira", false, 10, {values::TokenKind::string})};
  const DriftReport report = report_drift(first, {});
  ASSERT_EQ(report.changes.size(), 1U);
  EXPECT_EQ(report.changes[0],
            (MemberChange{Kind::appeared, "caixas", "cod_esteira", false, {}, {"texto"}}));
  EXPECT_EQ(report.to_store,
            (std::vector<RememberedMember>{{"caixas", "cod_esteira", false, {"texto"}},
                                           {"caixas", "peso", true, {"nulo", "numero"}}}));
  EXPECT_TRUE(report_drift(first, report.to_store).changes.empty());
  EXPECT_TRUE(report_drift(first, report.to_store).to_store.empty());
}

TEST(DriftReportTest, AnotherTypeIsToldOnceAndRemembered) {
  const std::vector<RememberedMember> before = {{"caixas", "peso", true, {"numero"}}};
  const std::vector<MemberSeen> now = {
      seen("peso", true, 5, {values::TokenKind::string, values::TokenKind::number})};
  const DriftReport report = report_drift(now, before);
  ASSERT_EQ(report.changes.size(), 1U);
  EXPECT_EQ(report.changes[0].kind, Kind::retyped);
  EXPECT_EQ(report.changes[0].before, Words({"numero"}));
  EXPECT_EQ(report.changes[0].now, Words({"numero", "texto"}));
  ASSERT_EQ(report.to_store.size(), 1U);
  EXPECT_EQ(report.to_store[0].kinds, Words({"numero", "texto"}));
  EXPECT_TRUE(report_drift(now, report.to_store).changes.empty());
}

TEST(DriftReportTest, NullIsNoTypeButIsRemembered) {
  const std::vector<RememberedMember> before = {{"caixas", "peso", true, {"numero"}}};
  const std::vector<MemberSeen> now = {seen("peso", true, 5, {values::TokenKind::null})};
  const DriftReport report = report_drift(now, before);
  EXPECT_TRUE(report.changes.empty());
  ASSERT_EQ(report.to_store.size(), 1U);
  const std::vector<RememberedMember> only_null = {{"caixas", "peso", true, {"nulo"}}};
  const std::vector<MemberSeen> typed = {seen("peso", true, 5, {values::TokenKind::number})};
  EXPECT_TRUE(report_drift(typed, only_null).changes.empty());
}

TEST(DriftReportTest, WhatIsInNoneOfManyObjectsHasVanished) {
  const std::vector<RememberedMember> before = {{"caixas", "peso", true, {"numero"}},
                                                {"caixas", "extra", false, {"texto"}},
                                                {"desossa", "outro", true, {"texto"}}};
  const std::vector<MemberSeen> few = {
      seen("peso", true, kFewestForVanished - 1, {values::TokenKind::absent})};
  EXPECT_TRUE(report_drift(few, before).changes.empty());
  const std::vector<MemberSeen> many = {
      seen("peso", true, kFewestForVanished, {values::TokenKind::absent})};
  const DriftReport report = report_drift(many, before);
  ASSERT_EQ(report.changes.size(), 2U) << "and nothing of an entity that was not judged";
  EXPECT_EQ(report.changes[0],
            (MemberChange{Kind::vanished, "caixas", "extra", false, {"texto"}, {}}));
  EXPECT_EQ(report.changes[1],
            (MemberChange{Kind::vanished, "caixas", "peso", true, {"numero"}, {}}));
  EXPECT_TRUE(report_drift(many, report.to_store).changes.empty());
}

TEST(DriftReportTest, WhatSeveralJudgesSawIsOneSighting) {
  const std::vector<MemberSeen> both = {seen("peso", true, 60, {values::TokenKind::absent}),
                                        seen("peso", true, 60, {values::TokenKind::number})};
  const std::vector<RememberedMember> before = {{"caixas", "peso", true, {"numero"}}};
  EXPECT_TRUE(report_drift(both, before).changes.empty());
}

TEST(DriftReportTest, AContractThatLearnsAMemberIsRemembered) {
  const std::vector<RememberedMember> before = {{"caixas", "extra", false, {"texto"}}};
  const std::vector<MemberSeen> now = {seen("extra", true, 5, {values::TokenKind::string})};
  const DriftReport report = report_drift(now, before);
  EXPECT_TRUE(report.changes.empty());
  ASSERT_EQ(report.to_store.size(), 1U);
  EXPECT_TRUE(report.to_store[0].known);
}

TEST(DriftReportTest, IsWrittenForTheLog) {
  const std::vector<MemberChange> changes = {
      {Kind::appeared, "caixas", "a\"b", false, {}, {"texto"}},
      {Kind::appeared, "caixas", "c", false, {}, {"numero"}},
      {Kind::vanished, "caixas", "d", true, {"numero"}, {}}};
  const auto json = nlohmann::json::parse(drift_json(changes));
  EXPECT_EQ(json["novos"][0]["campo"], "a\"b");
  EXPECT_EQ(json["novos"][1]["tipos"], nlohmann::json({"numero"}));
  EXPECT_EQ(json["sumidos"][0]["tipos_antes"], nlohmann::json({"numero"}));
  EXPECT_TRUE(json["mudaram_de_tipo"].empty());
  EXPECT_EQ(drift_sentence(changes), "campos: 2 novos, 1 sumido");
  EXPECT_EQ(drift_sentence({}), "");
}

TEST(DriftReportTest, AJudgesMembersAreReported) {
  Judge judge(*built_in().payload("desossa"));
  judge.begin_document(midday({2026, 7, 1}));
  (void)judge_all(judge, R"({"nr_op_desossa": "1", "turno": "B", "lotes_abate": [{"doca": 3}]})");
  const DriftReport report = report_drift(judge.take_members(), {});
  ASSERT_EQ(report.changes.size(), 2U);
  EXPECT_EQ(report.changes[0],
            (MemberChange{Kind::appeared, "desossa", "turno", false, {}, {"texto"}}));
  EXPECT_EQ(
      report.changes[1],
      (MemberChange{Kind::appeared, "desossa_lotes", "lotes_abate[].doca", false, {}, {"numero"}}));
}

}  // namespace
}  // namespace gdo::judge
