#include "judge/row_judge.h"

#include <algorithm>

#include "judge/messages.h"
#include "values/farm_documents.h"
#include "values/placeholders.h"

namespace gdo::judge {
namespace {

using contract::Action;

// A b-tree entry holds some 2,700 bytes; a key has at most five texts.
constexpr std::size_t kIndexedBytes = 500;
// No name or code of this trade is longer; a contract may say otherwise.
constexpr std::size_t kTextBytes = 2'000;
const values::Token kNoToken;

// Bytes that the field's text may have; 0 when its own rule says how long it may be.
std::size_t most_bytes(const contract::Field& field, bool indexed) {
  if (indexed) return kIndexedBytes;
  const bool own = std::any_of(field.rules.begin(), field.rules.end(), [](const auto& rule) {
    const auto* const length = std::get_if<contract::TextLength>(&rule.body);
    return length != nullptr && length->max.has_value();
  });
  return own ? 0 : kTextBytes;
}

std::string_view mask_code(const contract::Field& field) {
  const auto check = std::find_if(field.rules.begin(), field.rules.end(), [](const auto& rule) {
    return std::holds_alternative<contract::NamedCheck>(rule.body);
  });
  return check == field.rules.end() ? std::string_view("padrao") : std::string_view(check->code);
}

bool is_stored(const contract::Field& field) { return field.privacy != contract::Privacy::never; }

void add_totals(const RuleCounts& counts, std::string_view rule, const contract::Field& field,
                Action action, std::string_view entity, std::vector<RuleTotals>& rule_totals) {
  if (counts.checked == 0 && counts.violated == 0) return;
  rule_totals.push_back({std::string(entity), field.name, std::string(rule), false, action,
                         counts.checked, 0, counts.violated});
}

}  // namespace

RowJudge::RowJudge(const RowRules& rules, const Shapes& shapes, values::TextArena& arena,
                   const values::TimeZone& zone)
    : arena_(arena),
      not_text_(not_text_message()),
      missing_(missing_message()),
      too_long_({"texto longo demais (2.000 bytes)", "text too long (2,000 bytes)"}),
      too_long_for_index_({"texto longo demais para um índice (500 bytes)",
                           "text too long for an index (500 bytes)"}),
      masked_({"o mesmo dígito repetido: uma máscara, não um número",
               "the same digit again and again: a mask, not a number"}),
      too_large_({"número grande demais para a coluna", "number too large for the column"}) {
  plans_.reserve(rules.fields.size());
  for (std::size_t at = 0; at < rules.fields.size(); ++at) {
    const contract::Field& field = rules.fields[at];
    Plan plan{&field, 0, FieldReader(field, zone), {}, wrong_type_message(field), {}, {}};
    for (const auto& rule : field.rules) plan.checks.emplace_back(rule, field);
    if (field.cleaning.codes) plan.outside_codes = outside_codes_message(*field.cleaning.codes);
    plan.indexed = field.key || std::find(rules.indexed.begin(), rules.indexed.end(),
                                          field.column) != rules.indexed.end();
    plan.most_bytes = most_bytes(field, plan.indexed);
    plan.mask_code = mask_code(field);
    if (field.cleaning.gta_part != contract::GtaPart::none && !field.copy_of)
      permits_.push_back(at);
    plan.default_value = plan.reader.default_value(defaults_);
    if (field.copy_of) {
      copied_.push_back(at);
    } else if (field.level == contract::Level::record) {
      plan.slot = shapes.record.slot_of(field.path, shapes.record_slots);
      of_record_.push_back(at);
    } else {
      plan.slot = shapes.item.slot_of(field.path, shapes.item_slots);
      of_item_.push_back(at);
    }
    if (field.cleaning.without_name_of) with_names_.push_back(at);
    if (field.fallback || field.required) completed_.push_back(at);
    if (field.key) keys_.push_back(at);
    plans_.push_back(std::move(plan));
  }
  const FieldScope scope{rules.fields, rules.parent_fields};
  for (const auto& rule : rules.rules) checks_.emplace_back(rule, scope);
  values_.resize(plans_.size());
  originals_.resize(plans_.size());
  faulted_.resize(plans_.size());
  if (rules.stored) make_columns();
}

void RowJudge::make_columns() {
  for (std::size_t at = 0; at < plans_.size(); ++at) {
    const contract::Field& field = *plans_[at].field;
    if (!is_stored(field)) continue;
    columns_.push_back({field.column, field.type, at, false});
    if (field.cleaning.keep_original) {
      columns_.push_back({contract::original_column(field), {}, at, true});
    }
  }
}

const values::Token& RowJudge::token_of(std::size_t at) const {
  const Plan& plan = plans_[at];
  if (plan.field->copy_of) return kNoToken;
  const Members* members = plan.field->level == contract::Level::record ? record_ : item_;
  return members->at(plan.slot);
}

void RowJudge::read(contract::Level level, const Members& members, const JudgeContext& context,
                    Findings& findings) {
  const bool record = level == contract::Level::record;
  (record ? record_ : item_) = &members;
  for (const std::size_t at : record ? of_record_ : of_item_) read_field(at, context, findings);
}

void RowJudge::read_field(std::size_t at, const JudgeContext& context, Findings& findings) {
  Plan& plan = plans_[at];
  const Reading reading = plan.reader.read(token_of(at), arena_);
  values_[at] = reading.value;
  originals_[at] = reading.original;
  faulted_[at] = 0;
  if (reading.fault != Reading::Fault::none) {
    report_fault(at, reading.fault, findings);
  } else if (!reading.value.is_null()) {
    ++plan.type_counts.checked;
    check_value(at, context, findings);
  }
}

void RowJudge::report_fault(std::size_t at, Reading::Fault fault, Findings& findings) {
  Plan& plan = plans_[at];
  const contract::Field& field = *plan.field;
  faulted_[at] = 1;
  switch (fault) {
    case Reading::Fault::none:
      return;
    case Reading::Fault::wrong_type:
      ++plan.type_counts.checked;
      ++plan.type_counts.violated;
      findings.add("tipo", field, field.action, plan.wrong_type, token_of(at));
      return;
    case Reading::Fault::too_large:
      ++plan.fit_counts.violated;
      findings.add("faixa", field, field.action, too_large_, token_of(at));
      return;
    case Reading::Fault::not_text:
      ++plan.text_counts.violated;
      findings.add("utf8_invalido", field, field.action, not_text_, token_of(at));
      return;
    case Reading::Fault::masked:
      ++plan.type_counts.checked;
      ++plan.type_counts.violated;
      findings.add(plan.mask_code, field, field.action, masked_, token_of(at));
      return;
    case Reading::Fault::too_long:
      ++plan.size_counts.violated;
      findings.add("tamanho_texto", field, field.action, too_long_, token_of(at));
      return;
    case Reading::Fault::outside_codes:
      ++plan.code_counts.violated;
      findings.add("dominio", field, field.action, plan.outside_codes, token_of(at));
      return;
  }
}

// Texts that a check made live in our buffer: the row needs them longer.
void RowJudge::normalise(std::size_t at, std::string_view before) {
  std::string_view& text = values_[at].text;
  if (text.data() == before.data() && text.size() == before.size()) return;
  if (text == before) {
    text = before;
    return;
  }
  text = arena_.keep(text);
  plans_[at].reader.changes().count(Change::normalised);
}

void RowJudge::check_value(std::size_t at, const JudgeContext& context, Findings& findings) {
  Plan& plan = plans_[at];
  bool drop = !check_size(at, findings);
  bool refused = drop;
  std::string_view said;  // the last rule that refused it
  for (auto& check : plan.checks) {
    // What is refused needs no warning as well, nor the same again.
    if (refused && (check.rule().action == Action::warn || check.rule().code == said)) continue;
    ++check.counts().checked;
    const std::string_view before = values_[at].text;
    const auto outcome = check.check(values_[at], context, scratch_);
    normalise(at, before);
    if (outcome == ValueCheck::Outcome::holds) continue;
    ++check.counts().violated;
    const bool doubtful = outcome == ValueCheck::Outcome::doubtful;
    const Action action = doubtful ? Action::warn : check.rule().action;
    findings.add(doubtful ? check.doubt_code() : check.rule().code, *plan.field, action,
                 doubtful ? check.doubt_message() : check.message(), token_of(at));
    if (action != Action::warn) said = check.rule().code;
    drop = drop || action == Action::null;
    refused = refused || action != Action::warn;
  }
  if (refused) faulted_[at] = 1;
  if (drop) values_[at] = {};
}

// False when the value is to be dropped.
bool RowJudge::check_size(std::size_t at, Findings& findings) {
  Plan& plan = plans_[at];
  const values::Value& value = values_[at];
  if (plan.most_bytes == 0 || value.kind != values::ValueKind::text ||
      value.text.size() <= plan.most_bytes) {
    return true;
  }
  ++plan.size_counts.violated;
  // A warning would let it pass, and PostgreSQL would not.
  const Action action = plan.field->action == Action::reject ? Action::reject : Action::null;
  const Message& message = plan.indexed ? too_long_for_index_ : too_long_;
  findings.add("tamanho_texto", *plan.field, action, message, token_of(at));
  return false;
}

void RowJudge::keep_header() {
  header_values_ = values_;
  header_originals_ = originals_;
  header_faulted_ = faulted_;
}

void RowJudge::restore_header() {
  for (const std::size_t at : of_record_) {
    values_[at] = header_values_[at];
    originals_[at] = header_originals_[at];
    faulted_[at] = header_faulted_[at];
  }
}

void RowJudge::fill(std::size_t at, std::span<const values::Value> parent) {
  const auto& fallback = plans_[at].field->fallback;
  if (fallback && values_[at].is_null()) values_[at] = RowValues{values_, parent}.at(*fallback);
}

void RowJudge::copy_values(std::span<const values::Value> parent, const JudgeContext& context,
                           Findings& findings) {
  const RowValues row{values_, parent};
  for (const std::size_t at : copied_) {
    values_[at] = row.at(*plans_[at].field->copy_of);
    faulted_[at] = 0;
    keep_part(at);
    if (!values_[at].is_null()) check_value(at, context, findings);
  }
  for (const std::size_t at : permits_) keep_part(at);
}

// Of a transit permit, the part that is the column's.
void RowJudge::keep_part(std::size_t at) {
  const contract::GtaPart part = plans_[at].field->cleaning.gta_part;
  values::Value& value = values_[at];
  if (part == contract::GtaPart::none || value.kind != values::ValueKind::text) return;
  value.text = values::gta_part(value.text, part);
  if (value.text.empty()) value = {};
}

// Takes persons' names off the ends of farms' names. What is left may say nothing.
void RowJudge::cut_names(std::span<const values::Value> parent) {
  const RowValues row{values_, parent};
  for (const std::size_t at : with_names_) {
    const contract::Cleaning& cleaning = plans_[at].field->cleaning;
    const values::Value& name = row.at(*cleaning.without_name_of);
    if (values_[at].kind != values::ValueKind::text || name.kind != values::ValueKind::text)
      continue;
    const std::string_view shorter = without_name(values_[at].text, name.text);
    if (shorter.size() == values_[at].text.size()) continue;
    plans_[at].reader.changes().count(Change::person_name);
    values_[at].text = shorter;
    if (cleaning.placeholders && values::is_placeholder(shorter)) values_[at] = {};
  }
}

void RowJudge::finish(std::span<const values::Value> parent, const JudgeContext& context,
                      Findings& findings) {
  copy_values(parent, context, findings);
  cut_names(parent);
  for (const std::size_t at : completed_) {
    Plan& plan = plans_[at];
    fill(at, parent);
    if (!plan.field->required) continue;
    ++plan.required_counts.checked;
    if (!values_[at].is_null() || faulted_[at] != 0) continue;
    ++plan.required_counts.violated;
    faulted_[at] = 1;
    findings.add("obrigatorio", *plan.field, plan.field->action, missing_, token_of(at));
  }
  check_row(parent, findings);
  demand_key(findings);
}

void RowJudge::check_row(std::span<const values::Value> parent, Findings& findings) {
  const RowValues row{values_, parent, faulted_};
  dropped_.clear();
  for (auto& check : checks_) {
    const auto outcome = check.check(row);
    if (outcome == RowCheck::Outcome::silent) continue;
    ++check.counts().checked;
    if (outcome == RowCheck::Outcome::holds) continue;
    ++check.counts().violated;
    const contract::RowRule& rule = check.rule();
    if (rule.subject.parent) {
      // Said of the parent's field by its child: the parent's value stays.
      findings.add(rule.code, check.subject_name(), rule.action, check.message(), kNoToken);
      continue;
    }
    findings.add(rule.code, *plans_[rule.subject.index].field, rule.action, check.message(),
                 token_of(rule.subject.index));
    if (rule.action == Action::null) dropped_.push_back(rule.subject.index);
  }
  for (const std::size_t at : dropped_) values_[at] = {};
  for (const std::size_t at : dropped_) fill(at, parent);
}

// Whatever the contract's actions say, a row without its key cannot be stored.
void RowJudge::demand_key(Findings& findings) {
  for (const std::size_t at : keys_) {
    const contract::Field& field = *plans_[at].field;
    const bool may_be_empty = !field.required && field.type.kind == contract::ValueType::text;
    if (!values_[at].is_null() || may_be_empty || findings.rejected()) continue;
    findings.add("obrigatorio", field, Action::reject, missing_, token_of(at));
  }
}

void RowJudge::write_row(std::vector<values::Value>& row) {
  const std::size_t first = row.size();
  row.resize(first + columns_.size());
  auto next = row.begin() + static_cast<std::ptrdiff_t>(first);
  for (const auto& column : columns_) {
    values::Value& value = *next++;
    if (column.original) {
      value = originals_[column.field];
      continue;
    }
    Plan& plan = plans_[column.field];
    value = plan.reader.stored(values_[column.field], arena_);
    if (!value.is_null()) continue;
    value = plan.default_value;
    // An absent optional part of a key is empty text: keys are NOT NULL.
    const bool empty_key =
        value.is_null() && plan.field->key && plan.field->type.kind == contract::ValueType::text;
    if (empty_key) value.kind = values::ValueKind::text;
  }
}

void RowJudge::forget_seen() {
  for (auto& check : checks_) check.forget();
}

void RowJudge::collect(std::string_view entity, std::vector<RuleTotals>& rule_totals) {
  for (auto& plan : plans_) {
    const contract::Field& field = *plan.field;
    ChangeCounts& changes = plan.reader.changes();
    for (std::size_t i = 0; i < kChanges; ++i) {
      if (changes[i] == 0) continue;
      rule_totals.push_back({std::string(entity), field.name, std::string(kChangeNames[i]), true,
                             Action::warn, 0, changes[i], 0});
    }
    changes.clear();
    add_totals(plan.type_counts, "tipo", field, field.action, entity, rule_totals);
    add_totals(plan.code_counts, "dominio", field, field.action, entity, rule_totals);
    add_totals(plan.text_counts, "utf8_invalido", field, field.action, entity, rule_totals);
    add_totals(plan.required_counts, "obrigatorio", field, field.action, entity, rule_totals);
    add_totals(plan.size_counts, "tamanho_texto", field, field.action, entity, rule_totals);
    add_totals(plan.fit_counts, "faixa", field, field.action, entity, rule_totals);
    plan.type_counts = plan.code_counts = plan.text_counts = {};
    plan.required_counts = plan.size_counts = plan.fit_counts = {};
    for (auto& check : plan.checks) {
      add_totals(check.counts(), check.rule().code, field, check.rule().action, entity,
                 rule_totals);
      check.counts() = {};
    }
  }
  for (auto& check : checks_) {
    const RuleCounts& counts = check.counts();
    if (counts.checked > 0) {
      rule_totals.push_back({std::string(entity), std::string(check.subject_name()),
                             check.rule().code, false, check.rule().action, counts.checked, 0,
                             counts.violated});
    }
    check.counts() = {};
  }
}

}  // namespace gdo::judge
