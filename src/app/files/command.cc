#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/files/retry.h"
#include "app/result_json.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "embedded/app_sql.h"
#include "monitor/data_tables.h"
#include "monitor/stored_words.h"

namespace gdo::app {
namespace {

struct FilesListRequest {
  std::string status;
  std::string payload;
  std::string tenant;
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  bool json = false;
};

using Json = nlohmann::ordered_json;

struct FileColumn {
  enum : int {
    id,
    status,
    payload,
    tenant,
    name,
    size,
    read,
    loaded,
    rejected,
    duplicated,
    lote,
    original,
    code,
    message,
    line,
    column,
    path,
    final_path,
    sha256,
    time,
    overwritten,
    retired_why,
    retired_by,
    total,
  };
};

Json file_json(const pg::Result& rows, int row) {
  return {{"id", rows.integer(row, FileColumn::id)},
          {"status", rows.text(row, FileColumn::status)},
          {"tipo_payload", rows.text(row, FileColumn::payload)},
          {"token_cliente", rows.text(row, FileColumn::tenant)},
          {"nome_arquivo", rows.text(row, FileColumn::name)},
          {"bytes", rows.integer(row, FileColumn::size)},
          {"registros",
           {{"lidos", rows.integer(row, FileColumn::read)},
            {"carregados", rows.integer(row, FileColumn::loaded)},
            {"rejeitados", rows.integer(row, FileColumn::rejected)},
            {"duplicados", rows.integer(row, FileColumn::duplicated)}}},
          {"lote_id", number_or_null(rows, row, FileColumn::lote)},
          {"original_id", number_or_null(rows, row, FileColumn::original)},
          {"codigo_erro", text_or_null(rows, row, FileColumn::code)},
          {"mensagem_erro", text_or_null(rows, row, FileColumn::message)},
          {"linha", number_or_null(rows, row, FileColumn::line)},
          {"coluna", number_or_null(rows, row, FileColumn::column)},
          {"caminho", rows.text(row, FileColumn::path)},
          {"caminho_final", text_or_null(rows, row, FileColumn::final_path)},
          {"sha256", text_or_null(rows, row, FileColumn::sha256)},
          {"data_hora", rows.text(row, FileColumn::time)},
          {"sobrescrito", rows.boolean(row, FileColumn::overwritten)},
          {"motivo_retirada", text_or_null(rows, row, FileColumn::retired_why)},
          {"retirado_por", text_or_null(rows, row, FileColumn::retired_by)}};
}

Style file_style(std::string_view status) {
  if (status == "carregado") return Style::good;
  if (status == "erro") return Style::bad;
  if (status == "reservado") return Style::warning;
  return Style::dim;
}

std::string remark_of(const pg::Result& rows, int row) {
  if (!rows.is_null(row, FileColumn::retired_why)) {
    return trf("taken back by {}: {}", rows.text(row, FileColumn::retired_by),
               rows.text(row, FileColumn::retired_why));
  }
  if (!rows.is_null(row, FileColumn::code)) {
    return fmt::format(
        "{}: {}{}", rows.text(row, FileColumn::code),
        monitor::file_fault(rows.text(row, FileColumn::code), rows.text(row, FileColumn::message)),
        rows.is_null(row, FileColumn::line)
            ? ""
            : trf(" (line {}, column {})", rows.text(row, FileColumn::line),
                  rows.text(row, FileColumn::column)));
  }
  if (!rows.is_null(row, FileColumn::original))
    return trf("same as {}", rows.text(row, FileColumn::original));
  return rows.boolean(row, FileColumn::overwritten) ? tr("overwritten before it was moved") : "";
}

std::string files_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{tr("id"), Align::right},
               {tr("status"), Align::left, Narrow::keep},
               {tr("tenant"), Align::left, Narrow::leave},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("file"), Align::left, Narrow::wrap},
               {tr("records"), Align::right},
               {tr("rejected"), Align::right, Narrow::leave},
               {tr("size"), Align::right, Narrow::leave},
               {trf("when ({})", plants_zone()), Align::left, Narrow::leave}});
  for (int row = 0; row < rows.rows(); ++row) {
    const std::int64_t refused = rows.integer(row, FileColumn::rejected);
    const std::string remark = remark_of(rows, row);
    std::string name(rows.text(row, FileColumn::name));
    if (!remark.empty()) name += fmt::format(" ({})", remark);
    table.row({std::string(rows.text(row, FileColumn::id)),
               {std::string(rows.text(row, FileColumn::status)),
                file_style(rows.text(row, FileColumn::status))},
               std::string(rows.text(row, FileColumn::tenant)),
               {std::string(rows.text(row, FileColumn::payload)), Style::accent},
               name,
               count_text(rows.integer(row, FileColumn::read)),
               {count_text(refused), refused > 0 ? Style::warning : Style::dim},
               bytes_text(static_cast<std::uint64_t>(rows.integer(row, FileColumn::size))),
               {plants_time(rows.text(row, FileColumn::time)), Style::dim}});
  }
  return table.render(terminal);
}

// `gdo files list`: what the ledger says of files, the newest first. Gives the exit code.
int list_files(const FilesListRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const pg::Result rows = connection.query(
      app_sql::files, {given(request.status), given(request.payload), given(request.tenant),
                       limit_param(request.limit), request.offset});
  const std::int64_t all = rows.rows() > 0 ? rows.integer(0, FileColumn::total) : 0;
  if (request.json) {
    Json files = Json::array();
    for (int row = 0; row < rows.rows(); ++row) files.push_back(file_json(rows, row));
    context.print(json_text({{"total", all}, {"arquivos", files}}));
    return 0;
  }
  if (rows.rows() == 0) {
    context.say(tr("no such files"));
    return 0;
  }
  context.print(files_text(rows, context.out()));
  if (const auto note = rest_note(request.offset + rows.rows(), all); !note.empty()) {
    context.say(note);
  }
  return 0;
}

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
                     {"--limit", "N", tr("at most N rows; 0 = all; default 50"),
                      WholeNumber{&request->limit, 0, INT64_MAX}},
                     {"--offset", "N", tr("leaves out the first N rows"),
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
  command.details =
      tr("For files that a new limit or contract lets in, and for files that were fixed where they "
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
