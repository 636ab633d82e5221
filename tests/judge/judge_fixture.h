#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "contract/reader/catalog_loader.h"
#include "judge/judge.h"
#include "values/dates.h"

namespace gdo::judge {

// A verdict that outlives its judge: values as text, "<null>" for null.
struct KeptVerdict {
  std::string entity;
  std::int32_t number = 0;
  bool accepted = false;
  std::vector<std::string> rules;  // "faixa:peso_carcaca", in the order in which they were found
  nlohmann::json reasons;
  nlohmann::json notes;
  std::map<std::string, std::string> row;
  // By child entity; nr_item under "#", dados_extras under "+".
  std::map<std::string, std::vector<std::map<std::string, std::string>>> children;
  std::string extras;
  std::string item;  // its bytes
  std::vector<std::uint32_t> offsets;
};

// The bytes of a record as the decoder gives them: with room behind.
class PaddedRecord {
 public:
  explicit PaddedRecord(std::string_view json) : size_(json.size()), bytes_(json) {
    bytes_.append(64, ' ');
  }
  std::string_view view() const { return std::string_view(bytes_).substr(0, size_); }

 private:
  std::size_t size_;
  std::string bytes_;
};

inline std::map<std::string, std::string> keep_values(const std::vector<OutputColumn>& columns,
                                                      std::span<const values::Value> values) {
  EXPECT_EQ(columns.size(), values.size());
  std::map<std::string, std::string> row;
  std::string scratch;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    row[columns[i].name] =
        values[i].is_null() ? "<null>" : std::string(values::text_of(values[i], scratch));
  }
  return row;
}

inline KeptVerdict keep(const Judge& judge, std::string_view record, const ItemVerdict& item) {
  KeptVerdict kept;
  kept.number = item.number;
  kept.accepted = item.accepted;
  kept.extras = item.extras;
  kept.item = record.substr(item.offset, item.size);
  for (const auto& violation : item.violations) {
    std::string rule(violation.rule);
    if (!violation.field.empty()) rule += ":" + std::string(violation.field);
    kept.rules.push_back(rule);
    kept.offsets.push_back(violation.offset);
  }
  kept.reasons = nlohmann::json::parse(reasons_json(item.violations));
  std::string notes;
  write_notes_json(item.violations, notes);
  kept.notes = nlohmann::json::parse(notes);
  if (item.contract == nullptr) return kept;
  kept.entity = item.contract->entity;
  if (!item.accepted) return kept;
  kept.row = keep_values(judge.columns(*item.contract), item.row);
  for (const auto& child : item.children) {
    auto& rows = kept.children[child.child->entity];
    for (const auto& row : child.rows) {
      rows.push_back(keep_values(judge.columns(*item.contract, *child.child), row.values));
      rows.back()["#"] = std::to_string(row.number);
      rows.back()["+"] = row.extras;
    }
  }
  return kept;
}

inline std::vector<KeptVerdict> judge_all(Judge& judge, std::string_view json) {
  const PaddedRecord record(json);
  std::vector<KeptVerdict> verdicts;
  judge.judge(record.view(), [&](const ItemVerdict& item) {
    // Either a row set, or violations and no row.
    EXPECT_TRUE(item.accepted || !item.violations.empty());
    EXPECT_TRUE(item.accepted || (item.row.empty() && item.children.empty()));
    verdicts.push_back(keep(judge, record.view(), item));
  });
  return verdicts;
}

// Midday of a day, UTC, in microseconds.
inline std::int64_t midday(values::CalendarDay day) {
  return (values::to_days(day) * 86'400LL + 43'200) * 1'000'000;
}

inline const contract::Catalog& built_in() {
  static const contract::Catalog catalog = contract::load_catalog();
  return catalog;
}

}  // namespace gdo::judge
