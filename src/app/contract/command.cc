#include "app/contract/command.h"

#include <memory>

#include "app/contract/check_view.h"
#include "app/contract/contract_view.h"
#include "app/contract/file_check.h"
#include "app/payload_names.h"
#include "base/translation.h"
#include "contract/json_schema.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::app {
namespace {

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
  check_options.limits.record_bytes = settings.max_record_bytes;
  check_options.limits.depth = settings.max_depth;
  check_options.limits.compression_ratio = settings.max_compression_ratio;
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
