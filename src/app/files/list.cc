#include "app/files/list.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/paging.h"
#include "app/result_json.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "monitor/tables_ready.h"

namespace gdo::app {
namespace {

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
    return fmt::format("{}: {}{}", rows.text(row, FileColumn::code),
                       rows.text(row, FileColumn::message),
                       rows.is_null(row, FileColumn::line)
                           ? ""
                           : trf(" (line {}, column {})", rows.text(row, FileColumn::line),
                                 rows.text(row, FileColumn::column)));
  }
  if (!rows.is_null(row, FileColumn::original))
    return trf("same as {}", rows.text(row, FileColumn::original));
  return rows.boolean(row, FileColumn::overwritten) ? "overwritten before it was moved" : "";
}

std::string files_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{tr("id"), Align::right},
               {tr("status")},
               {tr("tenant")},
               {tr("payload")},
               {tr("file")},
               {tr("records"), Align::right},
               {tr("rejected"), Align::right},
               {tr("size"), Align::right},
               {tr("when (UTC)")},
               {tr("remark")}});
  for (int row = 0; row < rows.rows(); ++row) {
    const std::int64_t refused = rows.integer(row, FileColumn::rejected);
    table.row({std::string(rows.text(row, FileColumn::id)),
               {std::string(rows.text(row, FileColumn::status)),
                file_style(rows.text(row, FileColumn::status))},
               std::string(rows.text(row, FileColumn::tenant)),
               {std::string(rows.text(row, FileColumn::payload)), Style::accent},
               std::string(rows.text(row, FileColumn::name)),
               count_text(rows.integer(row, FileColumn::read)),
               {count_text(refused), refused > 0 ? Style::warning : Style::dim},
               bytes_text(static_cast<std::uint64_t>(rows.integer(row, FileColumn::size))),
               {day_and_time(rows.text(row, FileColumn::time)), Style::dim},
               remark_of(rows, row)});
  }
  return table.render(terminal);
}

}  // namespace

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

}  // namespace gdo::app
