#include "judge/contract_judge.h"

#include <algorithm>
#include <cassert>

#include "judge/messages.h"

namespace gdo::judge {
namespace {

// The tenant is no field of a contract: raw has compared it with the file's.
constexpr const char* kTenant = "token_cliente";

std::vector<std::string> indexed_columns(const contract::Contract& contract) {
  std::vector<std::string> columns;
  for (const auto& index : contract.indexes) {
    columns.insert(columns.end(), index.begin(), index.end());
  }
  // Gold looks rows up by what it follows.
  for (const auto& link : contract.links) columns.insert(columns.end(), link.begin(), link.end());
  return columns;
}

bool has_value(const values::Token& token) {
  return token.kind != values::TokenKind::absent && token.kind != values::TokenKind::null;
}

}  // namespace

ContractJudge::ContractJudge(const contract::Contract& contract,
                             const std::vector<std::string>& probes, JudgeWorkspace& workspace)
    : contract_(contract),
      work_(workspace),
      zone_(values::TimeZone::load(contract.timezone)),
      row_({contract.fields, contract.rules, nullptr, indexed_columns(contract), true},
           {record_shape_, record_slots_, item_shape_, item_slots_}, workspace.arena, zone_),
      oddities_(contract.drift),
      missing_(missing_message()),
      not_array_({"não é uma lista", "is not an array"}),
      not_object_({"não é um objeto", "is not an object"}),
      broken_({"o registro não é JSON válido", "the record is not valid JSON"}),
      header_findings_(workspace.arena),
      findings_(workspace.arena) {
  const bool has_items = !contract.items.empty();
  if (has_items) items_slot_ = record_shape_.slot_of({contract.items}, record_slots_);
  for (const auto& child : contract.children) {
    ObjectShape& shape = has_items ? item_shape_ : record_shape_;
    child_slots_.push_back(shape.slot_of({child.array}, has_items ? item_slots_ : record_slots_));
    children_.push_back(
        std::make_unique<ChildJudge>(contract, child, workspace.arena, zone_, workspace.children));
  }
  (void)record_shape_.slot_of({kTenant}, record_slots_);
  const std::size_t known = record_slots_;
  for (const auto& probe : probes) {
    const bool only = record_shape_.slot_of({probe}, record_slots_) >= known;
    probes_.push_back({nullptr, only});
  }
  // Members have their final place only now.
  for (std::size_t i = 0; i < probes.size(); ++i) probes_[i].member = record_shape_.find(probes[i]);
  record_drift_ = std::make_unique<DriftCounter>(contract.entity, "", record_shape_);
  item_drift_ =
      std::make_unique<DriftCounter>(contract.entity, contract.items + "[].", item_shape_);
  record_members_.slots.resize(record_slots_);
  item_members_.slots.resize(item_slots_);
}

RecordWalker::Outcome ContractJudge::read(std::string_view record) {
  record_ = record;
  return work_.record.read_object(record, record_shape_, record_members_);
}

bool ContractJudge::has(std::string_view probe) const {
  const auto found = std::find_if(probes_.begin(), probes_.end(), [probe](const Probe& each) {
    return each.member->name == probe;
  });
  return found != probes_.end() && has_value(record_members_.at(found->member->slot));
}

void ContractJudge::judge(std::int64_t version_us, const ItemSink& sink) {
  for (const auto& probe : probes_) {
    // A member of another shape is unknown to this one.
    values::Token& token = record_members_.slots[probe.member->slot];
    if (!probe.only || token.kind == values::TokenKind::absent) continue;
    record_members_.unknown.push_back({&record_shape_, probe.member->name, token});
    token = {};
  }
  record_drift_->observe(record_members_);
  const JudgeContext context{zone_, version_us};
  const auto start = work_.arena.mark();
  header_findings_.clear();
  header_findings_.set_place({record_.data(), record_.data(), {}, 0});
  findings_.set_place(header_findings_.place());
  header_extras_.clear();
  oddities_.judge(record_members_, header_findings_, header_extras_);
  row_.read(contract::Level::record, record_members_, context, header_findings_);
  if (contract_.items.empty()) {
    judge_record(context, sink);
  } else {
    judge_items(context, sink);
  }
  work_.arena.rewind(start);
}

void ContractJudge::judge_record(const JudgeContext& context, const ItemSink& sink) {
  const values::Token whole{record_.data(), static_cast<std::uint32_t>(record_.size()),
                            values::TokenKind::object};
  extras_ = header_extras_;
  findings_.start_with(header_findings_);
  judge_item(whole, 0, record_members_, context, sink);
}

void ContractJudge::judge_items(const JudgeContext& context, const ItemSink& sink) {
  const values::Token whole{record_.data(), static_cast<std::uint32_t>(record_.size()),
                            values::TokenKind::object};
  const values::Token& array = record_members_.at(items_slot_);
  findings_.start_with(header_findings_);
  if (!has_value(array)) {
    findings_.add("obrigatorio", contract_.items, contract::Action::reject, missing_, array);
    return reject_item(whole, 0, sink);
  }
  if (array.kind != values::TokenKind::array || !work_.items.open_array(array.text())) {
    findings_.add("tipo", contract_.items, contract::Action::reject, not_array_, array);
    return reject_item(whole, 0, sink);
  }
  row_.keep_header();
  for (std::int32_t number = 1;; ++number) {
    values::Token item;
    const auto kind = work_.items.next_element(item_shape_, item, item_members_);
    if (kind == RecordWalker::Element::end) {
      // A header without items has no other place to be reported.
      if (number == 1 && header_findings_.rejected()) reject_item(whole, 0, sink);
      return;
    }
    const auto mark = work_.arena.mark();
    findings_.start_with(header_findings_);
    findings_.set_place({record_.data(), item.begin == nullptr ? array.begin : item.begin, {}, 0});
    if (kind == RecordWalker::Element::object) {
      extras_ = header_extras_;
      row_.restore_header();
      item_drift_->observe(item_members_);
      oddities_.judge(item_members_, findings_, extras_);
      row_.read(contract::Level::item, item_members_, context, findings_);
      judge_item(item, number, item_members_, context, sink);
    } else {
      const bool broken = kind == RecordWalker::Element::broken;
      findings_.add(broken ? "json_invalido" : "tipo", contract_.items, contract::Action::reject,
                    broken ? broken_ : not_object_, item);
      reject_item(item.begin == nullptr ? array : item, number, sink);
      if (broken) return;
    }
    work_.arena.rewind(mark);
  }
}

// members: of the object in which the children stand.
void ContractJudge::judge_item(const values::Token& item, std::int32_t number,
                               const Members& members, const JudgeContext& context,
                               const ItemSink& sink) {
  row_.finish({}, context, findings_);
  for (std::size_t i = 0; i < children_.size(); ++i) {
    children_[i]->judge(members.at(child_slots_[i]), row_.values(), context, findings_);
  }
  if (findings_.rejected()) {
    reject_item(item, number, sink);
  } else {
    give(item, number, sink);
  }
}

void ContractJudge::reject_item(const values::Token& item, std::int32_t number,
                                const ItemSink& sink) {
  assert(findings_.rejected() && !findings_.all().empty());
  ItemVerdict verdict;
  verdict.contract = &contract_;
  verdict.number = number;
  verdict.offset = static_cast<std::uint32_t>(item.begin - record_.data());
  verdict.size = item.size;
  verdict.violations = findings_.all();
  sink(verdict);
}

void ContractJudge::give(const values::Token& item, std::int32_t number, const ItemSink& sink) {
  output_.clear();
  row_.write_row(output_);
  child_rows_.clear();
  for (auto& child : children_) {
    if (child->child().stored) child_rows_.push_back(child->rows());
  }
  if (!extras_.empty()) {
    extras_.insert(extras_.begin(), '{');
    extras_ += '}';
  }
  ItemVerdict verdict;
  verdict.contract = &contract_;
  verdict.number = number;
  verdict.offset = static_cast<std::uint32_t>(item.begin - record_.data());
  verdict.size = item.size;
  verdict.accepted = true;
  verdict.violations = findings_.all();
  verdict.row = output_;
  verdict.children = child_rows_;
  verdict.extras = extras_;
  sink(verdict);
}

const std::vector<OutputColumn>& ContractJudge::columns(const contract::Child& child) const {
  const auto found = std::find_if(children_.begin(), children_.end(),
                                  [&child](const auto& each) { return &each->child() == &child; });
  assert(found != children_.end());
  return (*found)->columns();
}

void ContractJudge::collect(std::vector<RuleTotals>& rule_totals, std::vector<MemberSeen>& seen) {
  row_.collect(contract_.entity, rule_totals);
  record_drift_->collect(seen);
  if (!contract_.items.empty()) item_drift_->collect(seen);
  for (auto& child : children_) child->collect(rule_totals, seen);
}

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
