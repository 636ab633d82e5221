#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "contract/field.h"
#include "contract/pattern.h"
#include "judge/violation.h"
#include "values/time_zone.h"
#include "values/value.h"

namespace gdo::judge {

// A value that a contract writes down, to be compared with values of a column. May be moved: its
// text stays where it is.
class Constant {
 public:
  // text: as the loader has checked it: a decimal for numbers, an ISO date for dates and timestamps
  // (it then is a date), anything for the others.
  Constant(std::string_view text, contract::ValueType type);

  [[nodiscard]] const values::Value& value() const { return value_; }

 private:
  std::unique_ptr<const std::string> text_;
  values::Value value_;
};

// How often a rule was asked, and how often it was broken.
struct RuleCounts {
  std::uint64_t checked = 0;
  std::uint64_t violated = 0;
};

// What a verdict is relative to.
struct JudgeContext {
  const values::TimeZone& zone;  // the contract's
  std::int64_t version_us = 0;   // the file's time, microseconds since 1970 UTC
};

// One rule of one value, made ready for speed. Not for two threads at once: it counts.
class ValueCheck {
 public:
  // Both must outlive the check.
  ValueCheck(const contract::FieldRule& rule, const contract::Field& field);

  enum class Outcome {
    holds,
    doubtful,  // holds, and is worth a warning
    broken,
  };
  // value: not null. A document is brought to its normal form, whose text then lives in `scratch`.
  [[nodiscard]] Outcome check(values::Value& value, const JudgeContext& context,
                              std::string& scratch) const;

  // What is reported of a doubtful value: of a CAR it is the municipality in it.
  [[nodiscard]] std::string_view doubt_code() const;
  [[nodiscard]] const Message& doubt_message() const { return doubt_; }

  [[nodiscard]] const contract::FieldRule& rule() const { return *rule_; }
  [[nodiscard]] const Message& message() const { return message_; }
  RuleCounts& counts() { return counts_; }

 private:
  struct Bounds {
    std::optional<Constant> min;
    std::optional<Constant> max;
    bool min_exclusive = false;
    bool max_exclusive = false;

    [[nodiscard]] bool hold(const values::Value& value) const;
  };
  struct Members {
    std::vector<std::string> texts;
    std::vector<std::int64_t> integers;  // those of the texts that are whole numbers

    [[nodiscard]] bool hold(const values::Value& value) const;
  };
  using Body = std::variant<Bounds, Members, contract::Pattern, contract::TextLength,
                            contract::NamedCheck, contract::NotFuture>;

  static Body make_body(const contract::FieldRule& rule, const contract::Field& field);

  const contract::FieldRule* rule_;
  Body body_;
  Message message_;
  Message doubt_;
  RuleCounts counts_;
};

}  // namespace gdo::judge
