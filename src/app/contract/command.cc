#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/contract/file_check.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/contract.h"
#include "contract/json_schema.h"
#include "contract/reader/catalog_loader.h"
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
  if (field.key) return tr("key");
  return field.required ? tr("required") : "";
}

std::string_view privacy_text(contract::Privacy privacy) {
  switch (privacy) {
    case contract::Privacy::none:
      return "";
    case contract::Privacy::personal:
      return tr("personal");
    case contract::Privacy::never:
      return tr("not stored");
  }
  return "";
}

std::string fields_text(const std::vector<Field>& fields, const Terminal& terminal) {
  Table table({{tr("field"), Align::left, Narrow::keep},
               {tr("column"), Align::left, Narrow::leave},
               {tr("type"), Align::left, Narrow::keep},
               {tr("need"), Align::left, Narrow::keep},
               {tr("rules"), Align::left, Narrow::leave},
               {tr("privacy"), Align::left, Narrow::leave},
               {tr("meaning"), Align::left, Narrow::wrap}});
  for (const Field& field : fields) {
    table.row({field.name, field.column == field.name ? Cell("", Style::dim) : Cell(field.column),
               Cell(type_text(field.type), Style::dim),
               Cell(need_text(field), field.key ? Style::accent : Style::plain), rules_text(field),
               Cell(std::string(privacy_text(field.privacy)), Style::warning),
               std::string(description_text(field.description))});
  }
  return table.render(terminal);
}

std::string row_rules_text(const std::vector<contract::RowRule>& rules,
                           const std::vector<Field>& fields, const Terminal& terminal) {
  if (rules.empty()) return {};
  std::string text = fmt::format("\n{}\n", tr("rules"));
  for (const contract::RowRule& rule : rules) {
    const std::string subject = rule.subject.parent ? "" : fields[rule.subject.index].name;
    std::string line =
        fmt::format("  {}:{} ({})", rule.code, subject, judge::action_word(rule.action));
    if (!rule.description.empty()) line += fmt::format(" {}", description_text(rule.description));
    text += render_pieces({{line}}, 4, terminal);
  }
  return text;
}

std::string contract_key_text(const Contract& contract) {
  std::vector<std::string> columns = {"token_cliente"};
  for (const std::size_t index : contract.key) columns.push_back(contract.fields[index].column);
  return fmt::format("{}", fmt::join(columns, ", "));
}

std::string selection_text(const Contract& contract) {
  if (contract.any_of.empty()) return tr("every record");
  return trf("records with {}", fmt::join(contract.any_of, tr(" or ")));
}

std::string contract_list_text(const contract::Catalog& catalog, const Terminal& terminal) {
  Table table({{tr("payload"), Align::left, Narrow::keep},
               {tr("entity"), Align::left, Narrow::keep},
               {tr("version"), Align::left, Narrow::leave},
               {tr("fields"), Align::right},
               {tr("reads"), Align::left, Narrow::leave},
               {tr("key"), Align::left, Narrow::wrap},
               {tr("folders"), Align::left, Narrow::leave},
               {tr("from"), Align::left, Narrow::leave}});
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

// One contract with all its fields, rules and children.
std::string contract_text(const Contract& contract, const Terminal& terminal) {
  std::string text = styled(contract.entity, Style::bold, terminal.colour) +
                     fmt::format(" — {}\n", description_text(contract.description));
  text += trf("payload {}, {}, version {}, from {}\n", contract.payload, selection_text(contract),
              contract.version_label(), contract.source);
  text += trf("key ({})\n", contract_key_text(contract));
  if (!contract.items.empty()) {
    text += trf("one row for each element of {}[]\n", contract.items);
  }
  text += "\n" + fields_text(contract.fields, terminal);
  text += row_rules_text(contract.rules, contract.fields, terminal);
  for (const contract::Child& child : contract.children) {
    text += fmt::format("\n{} — {}[]{}\n\n", styled(child.entity, Style::bold, terminal.colour),
                        child.array, child.stored ? "" : tr(", checked only"));
    text += fields_text(child.fields, terminal);
    text += row_rules_text(child.rules, child.fields, terminal);
  }
  return text;
}

struct ContractOptions {
  std::string payload;
  std::vector<std::string> files;
  bool json = false;
};
using Shared = std::shared_ptr<ContractOptions>;

contract::Catalog catalog_of(Context& context) {
  return contract::load_catalog(context.settings().contracts);
}

int list(const ContractOptions& options, Context& context) {
  const contract::Catalog catalog = catalog_of(context);
  context.print(options.json ? contract_list_json(catalog)
                             : contract_list_text(catalog, context.out()));
  return 0;
}

int show(const ContractOptions& options, Context& context) {
  const contract::Catalog catalog = catalog_of(context);
  const contract::Payload& payload = payload_named(catalog, options.payload);
  for (const contract::Contract* const one : payload.contracts) {
    context.print(contract_text(*one, context.out()));
    context.print("\n");
  }
  return 0;
}

int schema(const ContractOptions& options, Context& context) {
  const contract::Catalog catalog = catalog_of(context);
  context.print(contract::json_schema(payload_named(catalog, options.payload)));
  return 0;
}

// 0: everything would be accepted. Reads all before it prints: one bad name is a usage error.
int check(const ContractOptions& options, Context& context) {
  const contract::Catalog catalog = catalog_of(context);
  const contract::Payload& payload = payload_named(catalog, options.payload);
  const config::Settings& settings = context.settings();
  FileCheckOptions check_options{.tenant = settings.tenant};
  check_options.limits = read_limits(settings);
  std::vector<CheckedFile> files;
  bool good = true;
  for (const std::string& name : options.files) {
    files.push_back(check_file(name, payload, check_options));
    good = good && files.back().good();
  }
  if (options.json) {
    context.print(check_json(files));
  } else {
    for (const CheckedFile& file : files) context.print(check_text(file, context.out()));
  }
  return good ? 0 : 1;
}

Option payload_argument(const Shared& options) {
  return {"PAYLOAD",
          "",
          tr("animais, escala, desossa, caixas, registro_venda or an alias of theirs"),
          &options->payload,
          {},
          true};
}

Command contract_list_command(const Shared& options, Context& context) {
  return {.name = "list",
          .summary = tr("The contracts in force, and which payload each reads"),
          .examples = {"gdo contract list", "GDO_CONTRACTS=./contracts gdo contract list"},
          .options = {{"--json", "", tr("one JSON document on stdout"), &options->json}},
          .run = [options, &context] { return list(*options, context); }};
}

Command contract_show_command(const Shared& options, Context& context) {
  return {.name = "show",
          .summary = tr("A payload's fields, keys, cleaning and rules"),
          .examples = {"gdo contract show escala", "gdo contract show animais | less"},
          .arguments = {payload_argument(options)},
          .run = [options, &context] { return show(*options, context); }};
}

Command schema_command(const Shared& options, Context& context) {
  return {.name = "json-schema",
          .summary = tr("A payload's JSON Schema (2020-12), for those who produce the files"),
          .examples = {"gdo contract json-schema caixas > caixas.schema.json"},
          .arguments = {payload_argument(options)},
          .run = [options, &context] { return schema(*options, context); }};
}

Command check_command(const Shared& options, Context& context) {
  return {.name = "check",
          .summary = tr("The verdicts that production would give on a file's records"),
          .details = tr(
              "Needs no database. Exit code 0: nothing would be rejected; 1: something would, or a "
              "file is broken. What depends on other files (references, repeated sales) is not "
              "looked at. A date is in the future a day after the time in the file's name, else "
              "after its modification. With several files --json prints an array."),
          .examples = {"gdo contract check animais animais_2025_01_28_09_00_00_000Z.json",
                       "gdo contract check caixas --json *.json.gz > verdicts.json",
                       "zcat box.json.gz | gdo contract check caixas -"},
          .options = {{"--json", "", tr("one JSON document on stdout"), &options->json}},
          .arguments =
              {payload_argument(options),
               {"FILE", "", tr("JSON, plain, .gz or .zst; - is stdin"), &options->files, {}, true}},
          .run = [options, &context] { return check(*options, context); }};
}

}  // namespace

Command contract_command(Context& context) {
  const auto options = std::make_shared<ContractOptions>();
  Command command;
  command.name = "contract";
  command.summary = tr("What each payload must look like, and whether a file does");
  command.details =
      tr("Contracts are built into the program; GDO_CONTRACTS names a folder with YAML files that "
         "replace or add to them.");
  command.examples = {"gdo contract show caixas"};
  command.commands = {contract_list_command(options, context),
                      contract_show_command(options, context), check_command(options, context),
                      schema_command(options, context)};
  return command;
}

}  // namespace gdo::app
