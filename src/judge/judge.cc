#include "judge/judge.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace gdo::judge {

Judge::Judge(const contract::Payload& payload)
    : workspace_(std::make_unique<JudgeWorkspace>()),
      broken_({"o registro não é JSON válido", "the record is not valid JSON"}),
      shapeless_({"o registro não tem nenhuma das formas conhecidas",
                  "the record has none of the known shapes"}) {
  std::vector<std::string> probes;
  for (const auto* contract : payload.contracts) {
    probes.insert(probes.end(), contract->any_of.begin(), contract->any_of.end());
  }
  for (const auto* contract : payload.contracts) {
    judges_.push_back(std::make_unique<ContractJudge>(*contract, probes, *workspace_));
  }
  assert(!judges_.empty());
  last_ = judges_.front().get();
}

void Judge::begin_document(std::int64_t version_us) {
  version_us_ = version_us;
  for (auto& judge : judges_) judge->forget_seen();
}

// The first contract that the record, as this judge has read it, is of; null when it is of none.
ContractJudge* Judge::choose(const ContractJudge& read) const {
  for (const auto& judge : judges_) {
    const auto& any_of = judge->contract().any_of;
    const bool fits =
        any_of.empty() ||
        std::any_of(any_of.begin(), any_of.end(), [&](const auto& name) { return read.has(name); });
    if (fits) return judge.get();
  }
  return nullptr;
}

void Judge::judge(std::string_view record, const ItemSink& sink) {
  auto outcome = last_->read(record);
  if (outcome == RecordWalker::Outcome::ok) {
    ContractJudge* const chosen = choose(*last_);
    if (chosen == nullptr) return reject(record, "forma_desconhecida", shapeless_, sink);
    if (chosen != last_) {
      last_ = chosen;
      outcome = last_->read(record);
    }
  }
  switch (outcome) {
    case RecordWalker::Outcome::ok:
      return last_->judge(version_us_, sink);
    case RecordWalker::Outcome::not_object:
      return reject(record, "forma_desconhecida", shapeless_, sink);
    case RecordWalker::Outcome::broken:
      return reject(record, "json_invalido", broken_, sink);
  }
}

void Judge::reject(std::string_view record, std::string_view rule, const Message& message,
                   const ItemSink& sink) {
  Violation violation;
  violation.rule = rule;
  violation.action = contract::Action::reject;
  violation.message = &message;
  ItemVerdict verdict;
  verdict.size = static_cast<std::uint32_t>(record.size());
  verdict.violations = std::span<const Violation>(&violation, 1);
  sink(verdict);
}

const ContractJudge& Judge::of(const contract::Contract& contract) const {
  const auto found = std::find_if(judges_.begin(), judges_.end(), [&contract](const auto& judge) {
    return &judge->contract() == &contract;
  });
  assert(found != judges_.end());
  return **found;
}

const std::vector<OutputColumn>& Judge::columns(const contract::Contract& contract) const {
  return of(contract).columns();
}

const std::vector<OutputColumn>& Judge::columns(const contract::Contract& contract,
                                                const contract::Child& child) const {
  return of(contract).columns(child);
}

void Judge::collect() {
  for (auto& judge : judges_) judge->collect(tallies_, members_);
}

std::vector<RuleTotals> Judge::take_rule_totals() {
  collect();
  return std::exchange(tallies_, {});
}

std::vector<MemberSeen> Judge::take_members() {
  collect();
  return std::exchange(members_, {});
}

}  // namespace gdo::judge
