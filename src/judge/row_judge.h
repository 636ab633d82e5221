#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/field_reader.h"
#include "judge/findings.h"
#include "judge/object_shape.h"
#include "judge/row_check.h"
#include "judge/value_check.h"
#include "values/text_arena.h"
#include "values/value.h"

namespace gdo::judge {

// A column that a judge fills: the field's own, or the text it came from.
struct OutputColumn {
  std::string name;
  contract::DataType type;
  std::size_t field = 0;  // its place in the contract
  bool original = false;
};

// What a row of one entity, or of one child, is made and judged by.
struct RowRules {
  const std::vector<contract::Field>& fields;
  const std::vector<contract::RowRule>& rules;
  const std::vector<contract::Field>* parent_fields = nullptr;
  // Columns of the table's key and indexes besides fields that are marked as key: their text must
  // fit an index.
  std::vector<std::string> indexed;
  bool stored = true;
};

// Judges one row at a time: the values of its fields, then the rules between them. Not for two
// threads at once: it keeps the row, and counts.
class RowJudge {
 public:
  // The shapes in which its fields stand: of the record, and of the item, if that is another
  // object.
  struct Shapes {
    ObjectShape& record;
    std::size_t& record_slots;
    ObjectShape& item;
    std::size_t& item_slots;
  };
  // All must outlive the judge.
  RowJudge(const RowRules& rules, const Shapes& shapes, values::TextArena& arena,
           const values::TimeZone& zone);

  // Reads the fields of one level, and checks each by itself. members must live until the row is
  // done with.
  void read(contract::Level level, const Members& members, const JudgeContext& context,
            Findings& findings);
  // Keeps the fields read so far, of the record, for every item to come; and takes them back.
  void keep_header();
  void restore_header();

  // Completes the row (copies, fallbacks), demands what is required, and applies the rules between
  // fields.
  void finish(std::span<const values::Value> parent, const JudgeContext& context,
              Findings& findings);

  // By the place of their fields, once finished.
  [[nodiscard]] std::span<const values::Value> values() const { return values_; }
  [[nodiscard]] const std::vector<OutputColumn>& columns() const { return columns_; }
  // Appends a value for each column.
  void write_row(std::vector<values::Value>& row);

  // What the Unique rules have seen is forgotten.
  void forget_seen();
  void collect(std::string_view entity, std::vector<RuleTotals>& rule_totals);

 private:
  struct Plan {
    const contract::Field* field;
    std::size_t slot = 0;
    FieldReader reader;
    std::vector<ValueCheck> checks;
    Message wrong_type;
    Message outside_codes;
    values::Value default_value;
    bool indexed = false;
    std::size_t most_bytes = 0;       // of text; 0 = as its rules say
    std::string_view mask_code = {};  // what is reported of a mask
    RuleCounts type_counts = {};
    RuleCounts code_counts = {};
    RuleCounts text_counts = {};
    RuleCounts required_counts = {};
    RuleCounts size_counts = {};
    RuleCounts fit_counts = {};
  };

  [[nodiscard]] const values::Token& token_of(std::size_t field) const;
  void make_columns();
  void read_field(std::size_t at, const JudgeContext& context, Findings& findings);
  void report_fault(std::size_t at, Reading::Fault fault, Findings& findings);
  void check_value(std::size_t at, const JudgeContext& context, Findings& findings);
  bool check_size(std::size_t at, Findings& findings);
  void normalise(std::size_t at, std::string_view before);
  void fill(std::size_t at, std::span<const values::Value> parent);
  void copy_values(std::span<const values::Value> parent, const JudgeContext& context,
                   Findings& findings);
  void keep_part(std::size_t at);
  void cut_names(std::span<const values::Value> parent);
  void check_row(std::span<const values::Value> parent, Findings& findings);
  void demand_key(Findings& findings);

  values::TextArena& arena_;
  values::TextArena defaults_;
  std::vector<Plan> plans_;
  std::vector<std::size_t> of_record_;  // places of the fields of each level
  std::vector<std::size_t> of_item_;
  std::vector<std::size_t> copied_;
  std::vector<std::size_t> permits_;  // those that keep a part of what they read
  std::vector<std::size_t> with_names_;
  std::vector<std::size_t> completed_;  // those with a fallback, or required
  std::vector<std::size_t> keys_;
  std::vector<RowCheck> checks_;
  std::vector<OutputColumn> columns_;
  Message not_text_;
  Message missing_;
  Message too_long_;
  Message too_long_for_index_;
  Message masked_;
  Message too_large_;

  const Members* record_ = nullptr;
  const Members* item_ = nullptr;
  std::vector<values::Value> values_;
  std::vector<values::Value> originals_;
  std::vector<char> faulted_;  // a violation says already what is wrong with the field
  std::vector<values::Value> header_values_;
  std::vector<values::Value> header_originals_;
  std::vector<char> header_faulted_;
  std::vector<std::size_t> dropped_;
  std::string scratch_;
};

}  // namespace gdo::judge
