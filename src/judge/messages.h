#pragma once

#include "contract/contract.h"
#include "judge/violation.h"

// What people read about a violation. Made once per contract, so that a verdict only points to it.
namespace gdo::judge {

[[nodiscard]] Message wrong_type_message(const contract::Field& field);
[[nodiscard]] Message not_text_message();
[[nodiscard]] Message missing_message();
[[nodiscard]] Message outside_codes_message(const contract::CodeMap& codes);
[[nodiscard]] Message rule_message(const contract::FieldRule& rule, const contract::Field& field);

// The fields of the row that a rule is about, and of its parent.
struct FieldScope {
  const std::vector<contract::Field>& own;
  const std::vector<contract::Field>* parent = nullptr;

  [[nodiscard]] const contract::Field& at(contract::FieldRef ref) const {
    return ref.parent ? (*parent)[ref.index] : own[ref.index];
  }
};
[[nodiscard]] Message rule_message(const contract::RowRule& rule, const FieldScope& scope);

}  // namespace gdo::judge
