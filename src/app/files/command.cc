#include "app/files/command.h"

#include <memory>

#include "app/files/list.h"
#include "app/files/retire.h"
#include "app/files/retry.h"
#include "app/payload_names.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::app {
namespace {

// Aliases are understood; the ledger knows payloads by their names.
void resolve_payload(std::string& payload, Context& context) {
  if (payload.empty()) return;
  payload = payload_named(contract::load_catalog(context.settings().contracts), payload).name;
}

Command files_list_command(Context& context) {
  const auto request = std::make_shared<FilesListRequest>();
  Command command;
  command.name = "list";
  command.summary = "What became of the files that were delivered, the newest first";
  command.options = {
      {"--status",
       "S",
       "only these",
       &request->status,
       {"reservado", "carregado", "duplicado", "substituido", "erro", "retirado"}},
      {"--payload", "P", "only this payload", &request->payload},
      {"--cliente", "TOKEN", "only this tenant", &request->tenant},
      {"--limit", "N", "at most so many; 0 = all; default 50",
       WholeNumber{&request->limit, 0, INT64_MAX}},
      {"--offset", "N", "leaves out so many first", WholeNumber{&request->offset, 0, INT64_MAX}},
      {"--json", "", "one JSON document on stdout", &request->json}};
  command.examples = {"gdo files list", "gdo files list --status erro --payload caixas"};
  command.run = [request, &context] {
    resolve_payload(request->payload, context);
    return list_files(*request, context);
  };
  return command;
}

Command files_retry_command(Context& context) {
  const auto request = std::make_shared<FilesRetryRequest>();
  Command command;
  command.name = "retry";
  command.summary = "Puts broken files from error/ back into pending/ for the next run";
  command.details =
      "For files that a new limit or contract lets in, and for files that were mended where they "
      "lie "
      "in error/: their bytes of now go back. A file that was written to after it was moved to "
      "done/ "
      "goes back as a new version. Nothing is overwritten. Exit 1 when some could not go back.";
  command.arguments = {{"ID", "", "files, as `gdo files list` shows them", &request->ids}};
  command.options = {{"--all", "", "all that lie in error/", &request->all},
                     {"--payload", "P", "with --all: only of this payload", &request->payload}};
  command.examples = {"gdo files retry 12 15", "gdo files retry --all --payload caixas"};
  command.run = [request, &context] {
    resolve_payload(request->payload, context);
    return retry_files(*request, context);
  };
  return command;
}

Command files_retire_command(Context& context) {
  const auto request = std::make_shared<FilesRetireRequest>();
  Command command;
  command.name = "retire";
  command.summary = "Takes loaded deliveries back: their rows leave trusted and gold";
  command.details =
      "For a file that should never have been delivered, or was delivered for the wrong tenant. "
      "What "
      "older deliveries say of the same keys stands again. Raw and the ledger keep the proof, with "
      "who did it and why; the same bytes may be delivered anew. Exit 1 when some could not be "
      "taken "
      "back.";
  command.arguments = {{"ID", "", "files, as `gdo files list` shows them", &request->ids}};
  command.options = {{"--why", "TEXT", "the reason, which the ledger keeps", &request->why}};
  command.examples = {"gdo files retire 12 --why 'delivered for the wrong tenant'"};
  command.run = [request, &context] { return retire_files(*request, context); };
  return command;
}

}  // namespace

Command files_command(Context& context) {
  Command command;
  command.name = "files";
  command.summary = "The delivered files: what became of them, and another try for broken ones";
  command.examples = {"gdo files list --status erro", "gdo files retry --all"};
  command.commands = {files_list_command(context), files_retry_command(context),
                      files_retire_command(context)};
  return command;
}

}  // namespace gdo::app
