#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "judge/drift.h"
#include "judge/findings.h"
#include "judge/member_oddities.h"
#include "judge/object_shape.h"
#include "judge/row_judge.h"
#include "judge/verdict.h"

namespace gdo::judge {

// Judges the elements of one child array. Not for two threads at once: keeps the rows it made.
class ChildJudge {
 public:
  // All must outlive the judge.
  ChildJudge(const contract::Contract& contract, const contract::Child& child,
             values::TextArena& arena, const values::TimeZone& zone, RecordWalker& walker);
  ChildJudge(const ChildJudge&) = delete;
  ChildJudge& operator=(const ChildJudge&) = delete;

  // array: the member as it stands in the item, absent if it is not there; parent: the item's
  // values.
  void judge(const values::Token& array, std::span<const values::Value> parent,
             const JudgeContext& context, Findings& findings);

  // The rows of the array judged last.
  [[nodiscard]] ChildRows rows();
  [[nodiscard]] const contract::Child& child() const { return child_; }
  [[nodiscard]] const std::vector<OutputColumn>& columns() const { return row_.columns(); }
  void collect(std::vector<RuleTotals>& rule_totals, std::vector<MemberSeen>& seen);

 private:
  void judge_element(RecordWalker::Element kind, const values::Token& element,
                     std::span<const values::Value> parent, const JudgeContext& context,
                     Findings& findings);

  const contract::Child& child_;
  RecordWalker& walker_;
  values::TextArena& arena_;
  ObjectShape shape_;
  std::size_t slots_ = 0;
  RowJudge row_;
  Members found_;
  MemberOddities oddities_;
  DriftCounter drift_;
  Message missing_;
  Message not_array_;
  Message not_object_;
  RuleCounts array_counts_;
  std::vector<values::Value> values_;  // of all rows, one after the other
  std::vector<ChildRow> rows_;
  std::string extras_;
};

}  // namespace gdo::judge
