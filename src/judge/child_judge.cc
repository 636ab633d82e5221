#include "judge/child_judge.h"

#include "judge/messages.h"

namespace gdo::judge {
namespace {

std::vector<std::string> indexed_columns(const std::vector<std::vector<std::string>>& indexes) {
  std::vector<std::string> columns;
  for (const auto& index : indexes) columns.insert(columns.end(), index.begin(), index.end());
  return columns;
}

}  // namespace

ChildJudge::ChildJudge(const contract::Contract& contract, const contract::Child& child,
                       values::TextArena& arena, const values::TimeZone& zone, RecordWalker& walker)
    : child_(child),
      walker_(walker),
      arena_(arena),
      row_({child.fields, child.rules, &contract.fields, indexed_columns(child.indexes),
            child.stored},
           {shape_, slots_, shape_, slots_}, arena, zone),
      oddities_(contract.drift),
      drift_(child.entity, child.array + "[].", shape_),
      missing_(missing_message()),
      not_array_({"não é uma lista", "is not an array"}),
      not_object_({"não é um objeto", "is not an object"}) {
  found_.slots.resize(slots_);
}

void ChildJudge::judge(const values::Token& array, std::span<const values::Value> parent,
                       const JudgeContext& context, Findings& findings) {
  values_.clear();
  rows_.clear();
  if (array.kind == values::TokenKind::absent || array.kind == values::TokenKind::null) {
    if (child_.required) {
      findings.add("obrigatorio", child_.array, child_.action, missing_, array);
    }
    return;
  }
  if (array.kind != values::TokenKind::array || !walker_.open_array(array.text())) {
    findings.add("tipo", child_.array, child_.action, not_array_, array);
    return;
  }
  row_.forget_seen();
  const Findings::Place outside = findings.place();
  for (std::int32_t number = 1;; ++number) {
    values::Token element;
    const auto kind = walker_.next_element(shape_, element, found_);
    if (kind == RecordWalker::Element::end) break;
    findings.set_place({outside.record, element.begin == nullptr ? outside.object : element.begin,
                        child_.array, number});
    if (child_.leave_out && kind != RecordWalker::Element::broken) {
      const Findings::Element mark = findings.begin_element();
      judge_element(kind, element, parent, context, findings);
      findings.end_element(mark);
    } else {
      judge_element(kind, element, parent, context, findings);
    }
    if (kind == RecordWalker::Element::broken) break;
  }
  findings.set_place(outside);
}

void ChildJudge::judge_element(RecordWalker::Element kind, const values::Token& element,
                               std::span<const values::Value> parent, const JudgeContext& context,
                               Findings& findings) {
  if (kind != RecordWalker::Element::object) {
    const bool broken = kind == RecordWalker::Element::broken;
    findings.add("tipo", child_.array, broken ? contract::Action::reject : child_.action,
                 not_object_, element);
    return;
  }
  extras_.clear();
  drift_.observe(found_);
  oddities_.judge(found_, findings, extras_);
  row_.read(contract::Level::item, found_, context, findings);
  row_.finish(parent, context, findings);
  if (!child_.stored || findings.rejected()) return;
  row_.write_row(values_);
  ChildRow row;
  row.number = findings.place().element;
  if (!extras_.empty()) row.extras = arena_.keep("{" + extras_ + "}");
  rows_.push_back(row);
}

ChildRows ChildJudge::rows() {
  const std::size_t width = columns().size();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].values = std::span<const values::Value>(values_).subspan(i * width, width);
  }
  return {&child_, rows_};
}

void ChildJudge::collect(std::vector<RuleTotals>& rule_totals, std::vector<MemberSeen>& seen) {
  row_.collect(child_.entity, rule_totals);
  drift_.collect(seen);
}

}  // namespace gdo::judge
