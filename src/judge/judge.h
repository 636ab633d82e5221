#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/contract_judge.h"

// From the bytes of a record to typed rows, or to every reason why there are none.
namespace gdo::judge {

// Judges the records of one payload:
//
//   Judge judge(*catalog.payload("caixas"));
//   judge.begin_document(version_us);
//   for (record …) judge.judge(record, [&](const ItemVerdict& item) { … });
//
// Unique rules look at what came before in the document: its records must come in their order.
// Otherwise a verdict depends on nothing but the record, the contract and the document's time. Not
// for two threads at once: one judge each.
class Judge {
 public:
  // The payload's catalog must outlive the judge. Throws Error(config) when a contract's time zone
  // is not known.
  explicit Judge(const contract::Payload& payload);

  // Another file begins. version_us: the time in its name, else its object's, in microseconds since
  // 1970 UTC; "the future" begins after it.
  void begin_document(std::int64_t version_us);

  // record: one JSON value, with 64 readable bytes behind it (RawRecord::bytes). Calls sink for
  // each item, in order; never for an item twice. A record that is no object or of no known shape
  // is one rejected item with number 0.
  void judge(std::string_view record, const ItemSink& sink);

  // What a verdict's row holds, in its order: the columns of trusted_<entity> that come from the
  // record. The contract, or child, is one of the payload's.
  [[nodiscard]] const std::vector<OutputColumn>& columns(const contract::Contract& contract) const;
  [[nodiscard]] const std::vector<OutputColumn>& columns(const contract::Contract& contract,
                                                         const contract::Child& child) const;

  // Counts since the last call, for the quality report and for drift.
  [[nodiscard]] std::vector<RuleTotals> take_rule_totals();
  [[nodiscard]] std::vector<MemberSeen> take_members();

 private:
  ContractJudge* choose(const ContractJudge& read) const;
  [[nodiscard]] const ContractJudge& of(const contract::Contract& contract) const;
  void collect();
  void reject(std::string_view record, std::string_view rule, const Message& message,
              const ItemSink& sink);

  std::unique_ptr<JudgeWorkspace> workspace_;
  std::vector<std::unique_ptr<ContractJudge>> judges_;
  ContractJudge* last_ = nullptr;  // records of a file are mostly of one shape
  std::int64_t version_us_ = 0;
  Message broken_;
  Message shapeless_;
  std::vector<RuleTotals> tallies_;
  std::vector<MemberSeen> members_;
};

}  // namespace gdo::judge
