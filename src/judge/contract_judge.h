#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/drift.h"
#include "judge/findings.h"
#include "judge/object_shape.h"
#include "judge/row_judge.h"

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

// Takes one verdict after the other. What a verdict points to is gone when the call returns.
using ItemSink = std::function<void(const ItemVerdict&)>;

// What the judges of one payload share: they work one after the other.
struct JudgeWorkspace {
  values::TextArena arena;
  RecordWalker record;
  RecordWalker items;
  RecordWalker children;
};

// Judges the records of one contract. Not for two threads at once.
class ContractJudge {
 public:
  // probes: members that tell the payload's shapes apart. All must outlive the judge.
  // Throws Error(config) when the contract's time zone is not known.
  ContractJudge(const contract::Contract& contract, const std::vector<std::string>& probes,
                JudgeWorkspace& workspace);
  ContractJudge(const ContractJudge&) = delete;
  ContractJudge& operator=(const ContractJudge&) = delete;

  // Reads the record's members. The record's bytes must live until judge() returns.
  [[nodiscard]] RecordWalker::Outcome read(std::string_view record);
  // Whether the record just read has the member, not null; probes only.
  [[nodiscard]] bool has(std::string_view probe) const;
  // Judges the items of the record just read.
  void judge(std::int64_t version_us, const ItemSink& sink);

  // Another document begins.
  void forget_seen() { row_.forget_seen(); }

  [[nodiscard]] const contract::Contract& contract() const { return contract_; }
  [[nodiscard]] const std::vector<OutputColumn>& columns() const { return row_.columns(); }
  // The columns of a stored child, without its parent's key and nr_item.
  [[nodiscard]] const std::vector<OutputColumn>& columns(const contract::Child& child) const;
  void collect(std::vector<RuleTotals>& rule_totals, std::vector<MemberSeen>& seen);

 private:
  struct Probe {
    const ObjectShape::Member* member;
    bool only;  // no field of this contract
  };

  void judge_record(const JudgeContext& context, const ItemSink& sink);
  void judge_items(const JudgeContext& context, const ItemSink& sink);
  void judge_item(const values::Token& item, std::int32_t number, const Members& members,
                  const JudgeContext& context, const ItemSink& sink);
  void reject_item(const values::Token& item, std::int32_t number, const ItemSink& sink);
  void give(const values::Token& item, std::int32_t number, const ItemSink& sink);

  const contract::Contract& contract_;
  JudgeWorkspace& work_;
  values::TimeZone zone_;
  ObjectShape record_shape_;
  std::size_t record_slots_ = 0;
  ObjectShape item_shape_;
  std::size_t item_slots_ = 0;
  RowJudge row_;
  std::vector<std::unique_ptr<ChildJudge>> children_;
  std::vector<std::size_t> child_slots_;
  std::size_t items_slot_ = 0;
  std::vector<Probe> probes_;
  MemberOddities oddities_;
  std::unique_ptr<DriftCounter> record_drift_;
  std::unique_ptr<DriftCounter> item_drift_;
  Message missing_;
  Message not_array_;
  Message not_object_;
  Message broken_;

  std::string_view record_;
  Members record_members_;
  Members item_members_;
  Findings header_findings_;
  Findings findings_;
  std::string header_extras_;
  std::string extras_;
  std::vector<values::Value> output_;
  std::vector<ChildRows> child_rows_;
};

}  // namespace gdo::judge
