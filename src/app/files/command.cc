#include "app/files/command.h"

#include <memory>

#include "app/files/list.h"
#include "app/files/retire.h"
#include "app/files/retry.h"
#include "app/payload_names.h"
#include "base/translation.h"
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
  command.summary = tr("What became of the files that were delivered, the newest first");
  command.options = {{"--status",
                      "S",
                      tr("only these"),
                      &request->status,
                      {"reservado", "carregado", "duplicado", "substituido", "erro", "retirado"}},
                     {"--payload", "P", tr("only this payload"), &request->payload},
                     {"--cliente", "TOKEN", tr("only this tenant"), &request->tenant},
                     {"--limit", "N", tr("at most so many; 0 = all; default 50"),
                      WholeNumber{&request->limit, 0, INT64_MAX}},
                     {"--offset", "N", tr("leaves out so many first"),
                      WholeNumber{&request->offset, 0, INT64_MAX}},
                     {"--json", "", tr("one JSON document on stdout"), &request->json}};
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
  command.summary = tr("Puts broken files from error/ back into pending/ for the next run");
  command.details = tr(
      "For files that a new limit or contract lets in, and for files that were mended where they "
      "lie "
      "in error/: their bytes of now go back. A file that was written to after it was moved to "
      "done/ "
      "goes back as a new version. Nothing is overwritten. Exit 1 when some could not go back.");
  command.arguments = {{"ID", "", tr("files, as `gdo files list` shows them"), &request->ids}};
  command.options = {{"--all", "", tr("all that lie in error/"), &request->all},
                     {"--payload", "P", tr("with --all: only of this payload"), &request->payload}};
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
  command.summary = tr("Takes loaded deliveries back: their rows leave trusted and gold");
  command.details = tr(
      "For a file that should never have been delivered, or was delivered for the wrong tenant. "
      "What "
      "older deliveries say of the same keys stands again. Raw and the ledger keep the proof, with "
      "who did it and why; the same bytes may be delivered anew. Exit 1 when some could not be "
      "taken "
      "back.");
  command.arguments = {{"ID", "", tr("files, as `gdo files list` shows them"), &request->ids}};
  command.options = {{"--why", "TEXT", tr("the reason, which the ledger keeps"), &request->why}};
  command.examples = {"gdo files retire 12 --why 'delivered for the wrong tenant'"};
  command.run = [request, &context] { return retire_files(*request, context); };
  return command;
}

}  // namespace

Command files_command(Context& context) {
  Command command;
  command.name = "files";
  command.summary = tr("The delivered files: what became of them, and another try for broken ones");
  command.examples = {"gdo files list --status erro", "gdo files retry --all"};
  command.commands = {files_list_command(context), files_retry_command(context),
                      files_retire_command(context)};
  return command;
}

}  // namespace gdo::app
