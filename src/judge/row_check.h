#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "contract/pattern.h"
#include "contract/rule.h"
#include "judge/messages.h"
#include "judge/value_check.h"
#include "values/text_arena.h"
#include "values/value.h"

namespace gdo::judge {

// The values of a row, and of the row above it, by the place of their field.
struct RowValues {
  std::span<const values::Value> own;
  std::span<const values::Value> parent;
  std::span<const char> faulted = {};  // own fields of which a violation says already what is wrong

  [[nodiscard]] const values::Value& at(contract::FieldRef ref) const {
    return ref.parent ? parent[ref.index] : own[ref.index];
  }
  [[nodiscard]] bool is_faulted(contract::FieldRef ref) const {
    return !ref.parent && ref.index < faulted.size() && faulted[ref.index] != 0;
  }
};

// One rule between the values of a row, made ready for speed. Not for two threads at once.
class RowCheck {
 public:
  // Both must outlive the check.
  RowCheck(const contract::RowRule& rule, const FieldScope& scope);

  enum class Outcome {
    silent,  // a value that it needs is null, or what it would say has been said
    holds,
    broken,
  };
  [[nodiscard]] Outcome check(const RowValues& row);
  // Another document begins, or another parent: nothing has been seen yet.
  void forget() { seen_.clear(); }

  [[nodiscard]] const contract::RowRule& rule() const { return *rule_; }
  [[nodiscard]] const Message& message() const { return message_; }
  // The field that a violation is said of, under its JSON name.
  [[nodiscard]] const std::string& subject_name() const { return subject_name_; }
  RuleCounts& counts() { return counts_; }

 private:
  struct Comparison {
    const contract::Comparison* rule;
    std::optional<Constant> constant;
    std::optional<Constant> tolerance;  // none: exact
  };
  struct Sum {
    const contract::Sum* rule;
    Constant tolerance;
  };
  struct Conditional {
    const contract::Conditional* rule;
    std::optional<contract::Pattern> pattern;
  };
  using Body = std::variant<Comparison, Sum, Conditional, const contract::Composition*,
                            const contract::Agree*, const contract::Unique*>;

  static Body make_body(const contract::RowRule& rule, const FieldScope& scope);
  static Outcome check(const Comparison& body, const RowValues& row);
  static Outcome check(const Sum& body, const RowValues& row);
  static Outcome check(const Conditional& body, const RowValues& row);
  Outcome check(const contract::Unique& rule, const RowValues& row);

  const contract::RowRule* rule_;
  Body body_;
  Message message_;
  std::string subject_name_;
  RuleCounts counts_;
  values::SeenSet seen_;  // the rows that a Unique rule has seen
};

}  // namespace gdo::judge
