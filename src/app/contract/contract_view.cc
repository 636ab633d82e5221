#include "app/contract/contract_view.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "base/translation.h"
#include "judge/violation.h"

namespace gdo::app {
namespace {

using contract::Contract;
using contract::Field;

std::string type_text(const contract::DataType& type) {
  using contract::ValueType;
  switch (type.kind) {
    case ValueType::text:
      return "text";
    case ValueType::integer:
      return "integer";
    case ValueType::bigint:
      return "bigint";
    case ValueType::numeric:
      return type.precision == 0 ? "numeric" : trf("numeric({},{})", type.precision, type.scale);
    case ValueType::date:
      return "date";
    case ValueType::timestamp:
      return "timestamp";
    case ValueType::boolean:
      return "boolean";
    case ValueType::json:
      return "json";
  }
  return "";
}

std::string rules_text(const Field& field) {
  std::vector<std::string> rules;
  for (const contract::FieldRule& rule : field.rules) {
    rules.push_back(fmt::format("{} ({})", rule.code, judge::action_word(rule.action)));
  }
  return fmt::format("{}", fmt::join(rules, ", "));
}

std::string need_text(const Field& field) {
  if (field.key) return "key";
  return field.required ? "required" : "";
}

std::string_view privacy_text(contract::Privacy privacy) {
  switch (privacy) {
    case contract::Privacy::none:
      return "";
    case contract::Privacy::personal:
      return "personal";
    case contract::Privacy::never:
      return "not stored";
  }
  return "";
}

std::string fields_text(const std::vector<Field>& fields, const Terminal& terminal) {
  Table table({{tr("field")},
               {tr("column")},
               {tr("type")},
               {tr("need")},
               {tr("rules")},
               {tr("privacy")},
               {tr("meaning")}});
  for (const Field& field : fields) {
    table.row({field.name, field.column == field.name ? Cell("", Style::dim) : Cell(field.column),
               Cell(type_text(field.type), Style::dim),
               Cell(need_text(field), field.key ? Style::accent : Style::plain), rules_text(field),
               Cell(std::string(privacy_text(field.privacy)), Style::warning), field.description});
  }
  return table.render(terminal);
}

std::string row_rules_text(const std::vector<contract::RowRule>& rules,
                           const std::vector<Field>& fields) {
  std::string text;
  for (const contract::RowRule& rule : rules) {
    const std::string subject = rule.subject.parent ? "" : fields[rule.subject.index].name;
    text += fmt::format("  {}:{} ({}) {}\n", rule.code, subject, judge::action_word(rule.action),
                        rule.description);
  }
  return text;
}

std::string contract_key_text(const Contract& contract) {
  std::vector<std::string> columns = {"token_cliente"};
  for (const std::size_t index : contract.key) columns.push_back(contract.fields[index].column);
  return fmt::format("{}", fmt::join(columns, ", "));
}

std::string selection_text(const Contract& contract) {
  if (contract.any_of.empty()) return "every record";
  return trf("records with {}", fmt::join(contract.any_of, " or "));
}

}  // namespace

std::string contract_list_text(const contract::Catalog& catalog, const Terminal& terminal) {
  Table table({{tr("payload")},
               {tr("entity")},
               {tr("version")},
               {tr("fields"), Align::right},
               {tr("reads")},
               {tr("key")},
               {tr("folders")},
               {tr("from")}});
  for (const contract::Payload& payload : catalog.payloads()) {
    for (const Contract* const one : payload.contracts) {
      table.row({Cell(payload.name, Style::bold), one->entity, one->version_label(),
                 count_text(static_cast<std::int64_t>(one->fields.size())), selection_text(*one),
                 contract_key_text(*one), fmt::format("{}", fmt::join(payload.folders, ", ")),
                 one->source});
    }
  }
  return table.render(terminal);
}

std::string contract_list_json(const contract::Catalog& catalog) {
  nlohmann::ordered_json document = nlohmann::ordered_json::array();
  for (const contract::Payload& payload : catalog.payloads()) {
    for (const Contract* const one : payload.contracts) {
      std::vector<std::string> key;
      for (const std::size_t index : one->key) key.push_back(one->fields[index].column);
      document.push_back({{"tipo_payload", payload.name},
                          {"entidade", one->entity},
                          {"versao", one->version_label()},
                          {"campos", one->fields.size()},
                          {"chave", key},
                          {"pastas", payload.folders},
                          {"origem", one->source}});
    }
  }
  return document.dump(2) + "\n";
}

std::string contract_text(const Contract& contract, const Terminal& terminal) {
  std::string text = styled(contract.entity, Style::bold, terminal.colour) +
                     fmt::format(" — {}\n", contract.description);
  text += trf("payload {}, {}, version {}, from {}\n", contract.payload, selection_text(contract),
              contract.version_label(), contract.source);
  text += trf("key ({})\n", contract_key_text(contract));
  if (!contract.items.empty()) {
    text += trf("one row for each element of {}[]\n", contract.items);
  }
  text += "\n" + fields_text(contract.fields, terminal);
  if (!contract.rules.empty())
    text += "\nrules\n" + row_rules_text(contract.rules, contract.fields);
  for (const contract::Child& child : contract.children) {
    text += fmt::format("\n{} — {}[]{}\n\n", styled(child.entity, Style::bold, terminal.colour),
                        child.array, child.stored ? "" : ", checked only");
    text += fields_text(child.fields, terminal);
    if (!child.rules.empty()) text += "\nrules\n" + row_rules_text(child.rules, child.fields);
  }
  return text;
}

}  // namespace gdo::app
