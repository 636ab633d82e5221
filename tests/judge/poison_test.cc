#include "judge/poison.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "judge/judge_fixture.h"

// Every kind of poison in every field of every payload: it is named, and what is kept of the record
// can be stored and indexed.
namespace gdo::judge {
namespace {

constexpr std::size_t kIndexed = 500;
constexpr std::size_t kText = 2'000;

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) < 0x20) || c == '\x7F'; });
}

void expect_storable(const std::map<std::string, std::string>& row) {
  for (const auto& [column, text] : row) {
    if (column == "+") continue;
    EXPECT_LE(text.size(), kText) << column;
    EXPECT_FALSE(has_control(text)) << column;
  }
}

bool names(const KeptVerdict& verdict, const poison::Place& place) {
  return std::any_of(verdict.reasons.begin(), verdict.reasons.end(), [&](const auto& reason) {
    return reason["campo"] == place.field && reason.value("lista", "") == place.child;
  });
}

class Poisons : public testing::TestWithParam<const char*> {
 protected:
  const contract::Contract& contract() const { return *built_in().contract(GetParam()); }

  KeptVerdict judge(const std::string& record) const {
    Judge judge(*built_in().payload(contract().payload));
    judge.begin_document(midday({2025, 1, 31}));
    const auto verdicts = judge_all(judge, record);
    EXPECT_EQ(verdicts.size(), 1U);
    return verdicts.at(0);
  }
};

TEST_P(Poisons, TheRecordIsGoodWithout) {
  const auto verdict = judge(poison::good_record(GetParam(), 1).dump());
  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.entity, GetParam());
  EXPECT_EQ(verdict.reasons.dump(), "[]");
}

TEST_P(Poisons, EachIsNamedWhereverItStands) {
  for (const auto& place : poison::places_of(contract())) {
    for (const auto& each : poison::poisons()) {
      if (!each.harms(place.type)) continue;
      SCOPED_TRACE(std::string(each.name) + " in " + place.pointer.to_string());
      const auto verdict = judge(poison::poisoned(GetParam(), 1, place, each));
      EXPECT_TRUE(names(verdict, place)) << verdict.reasons.dump();
      EXPECT_LE(verdict.reasons.dump().size(), 4'000U);
      expect_storable(verdict.row);
      for (const auto& [child, rows] : verdict.children) {
        for (const auto& row : rows) expect_storable(row);
      }
    }
  }
}

// Whether a poison harms a field or not, what reaches a key or an index fits it.
TEST_P(Poisons, NothingTooLongReachesAnIndex) {
  for (const auto& place : poison::places_of(contract())) {
    const poison::Poison each = {"600 bytes", '"' + std::string(600, 'q') + '"', poison::harms_all};
    const auto verdict = judge(poison::poisoned(GetParam(), 1, place, each));
    const auto fits = [&](const auto& row, const std::vector<std::vector<std::string>>& lists) {
      for (const auto& columns : lists) {
        for (const auto& column : columns) {
          if (!row.contains(column)) continue;
          EXPECT_LE(row.at(column).size(), kIndexed) << column;
        }
      }
    };
    fits(verdict.row, contract().indexes);
    fits(verdict.row, contract().links);
    for (const auto& child : contract().children) {
      if (!verdict.children.contains(child.entity)) continue;
      for (const auto& row : verdict.children.at(child.entity)) fits(row, child.indexes);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Entities, Poisons,
                         testing::Values("animais", "carcacas", "escala", "desossa", "caixas",
                                         "registro_venda"));

}  // namespace
}  // namespace gdo::judge
