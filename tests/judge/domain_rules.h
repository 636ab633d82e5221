#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "judge/judge_fixture.h"

// docs/dominio.md's rules as tables: a good record, and what each change to it must lead to.
namespace gdo::judge::domain {

// Names and the JSON text of their values, as it is to stand in the record.
using JsonMembers = std::vector<std::pair<std::string, std::string>>;

struct RuleCase {
  const char* what;
  JsonMembers set;  // replaces or adds members; "" takes the member away
  // Exactly these violations, in any order: "reject faixa:peso_carcaca". None rejects = accepted.
  std::vector<std::string> violations = {};
  // Columns of the row, when it is accepted.
  JsonMembers row = {};
};

inline std::string write_object(const JsonMembers& members) {
  std::string json = "{";
  for (const auto& [name, value] : members) {
    if (value.empty()) continue;
    if (json.size() > 1) json += ", ";
    json += "\"" + name + "\": " + value;
  }
  return json + "}";
}

inline JsonMembers with(JsonMembers members, const JsonMembers& changes) {
  for (const auto& [name, value] : changes) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&name](const auto& each) { return each.first == name; });
    if (found == members.end()) {
      members.emplace_back(name, value);
    } else {
      found->second = value;
    }
  }
  return members;
}

inline std::vector<std::string> violations_of(const KeptVerdict& verdict) {
  std::vector<std::string> found;
  for (const auto& reason : verdict.reasons) {
    found.push_back(reason["acao"].get<std::string>() + " " + reason["regra"].get<std::string>() +
                    ":" + reason["campo"].get<std::string>());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline void expect_verdict(const KeptVerdict& verdict, const RuleCase& expected) {
  auto violations = expected.violations;
  std::sort(violations.begin(), violations.end());
  const bool rejected = std::any_of(violations.begin(), violations.end(),
                                    [](const auto& each) { return each.starts_with("reject "); });
  EXPECT_EQ(violations_of(verdict), violations) << verdict.reasons;
  EXPECT_EQ(verdict.accepted, !rejected);
  for (const auto& [column, value] : expected.row) {
    const auto found = verdict.row.find(column);
    ASSERT_NE(found, verdict.row.end()) << column;
    EXPECT_EQ(found->second, value) << column;
  }
}

// Judges a document of one record. The file's time is 2025-01-31, midday UTC.
inline KeptVerdict judge_record(const char* payload, const std::string& json) {
  Judge judge(*built_in().payload(payload));
  judge.begin_document(midday({2025, 1, 31}));
  const auto verdicts = judge_all(judge, json);
  EXPECT_EQ(verdicts.size(), 1U) << json;
  return verdicts.empty() ? KeptVerdict() : verdicts.front();
}

inline void expect_cases(const char* payload, const JsonMembers& good,
                         const std::vector<RuleCase>& cases) {
  for (const auto& one : cases) {
    const std::string json = write_object(with(good, one.set));
    SCOPED_TRACE(std::string(one.what) + ": " + json);
    expect_verdict(judge_record(payload, json), one);
  }
}

}  // namespace gdo::judge::domain
