#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/arguments.h"
#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/rejected/command.h"
#include "app/result_json.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/encodings.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "monitor/data_tables.h"
#include "monitor/stored_words.h"
#include "pg/param.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kHeadings = 10;

struct ShownColumn {
  enum : int {
    status,
    layer,
    payload,
    entity,
    tenant,
    name,
    record,
    item,
    offset,
    size,
    reasons,
    time,
    lote,
    file,
    place,
    ended,
    ended_by,
    why,
    content,
  };
};

Json rejection_json(std::int64_t id, const pg::Result& row, const std::string& bytes) {
  Json document = {{"id", id},
                   {"status", row.text(0, ShownColumn::status)},
                   {"camada", row.text(0, ShownColumn::layer)},
                   {"tipo_payload", row.text(0, ShownColumn::payload)},
                   {"entidade", text_or_null(row, 0, ShownColumn::entity)},
                   {"token_cliente", row.text(0, ShownColumn::tenant)},
                   {"nome_arquivo", row.text(0, ShownColumn::name)},
                   {"caminho", text_or_null(row, 0, ShownColumn::place)},
                   {"arquivo_id", row.integer(0, ShownColumn::file)},
                   {"lote_id", row.integer(0, ShownColumn::lote)},
                   {"nr_registro", row.integer(0, ShownColumn::record)},
                   {"nr_item", row.integer(0, ShownColumn::item)},
                   {"byte_inicio", row.integer(0, ShownColumn::offset)},
                   {"byte_tamanho", row.integer(0, ShownColumn::size)},
                   {"motivos", Json::parse(row.text(0, ShownColumn::reasons))},
                   {"criado_em", row.text(0, ShownColumn::time)},
                   {"encerrado_em", text_or_null(row, 0, ShownColumn::ended)},
                   {"encerrado_por", text_or_null(row, 0, ShownColumn::ended_by)},
                   {"motivo_descarte", text_or_null(row, 0, ShownColumn::why)}};
  if (is_storable_text(bytes)) {
    document["conteudo"] = bytes;
  } else {
    document["conteudo_base64"] = base64(bytes);
  }
  return document;
}

std::string reasons_text(std::string_view reasons, const Terminal& terminal) {
  Table table({{tr("rule"), Align::left, Narrow::keep},
               {tr("field"), Align::left, Narrow::keep},
               {tr("value")},
               {tr("message"), Align::left, Narrow::wrap}});
  for (const Json& reason : Json::parse(reasons)) {
    const auto member = [&](const char* key) {
      const auto found = reason.find(key);
      if (found == reason.end() || found->is_null()) return std::string();
      return found->is_string() ? found->get<std::string>() : found->dump();
    };
    table.row({{member("regra"), Style::warning},
               {member("campo"), Style::bold},
               member("valor"),
               monitor::reason_words(member("mensagem"), member("mensagem_en"))});
  }
  return table.render(terminal);
}

std::string content_text(const std::string& bytes) {
  std::istringstream lines(json_layout(bytes));
  std::string text;
  for (std::string line; std::getline(lines, line);) text += printable(line) + "\n";
  return text;
}

std::string rejection_text(std::int64_t id, const pg::Result& row, const std::string& bytes,
                           const Terminal& terminal) {
  const auto heading = [&](std::string_view words) {
    const std::size_t width = text_width(words);
    return styled(words, Style::bold, terminal.colour) +
           std::string(width < kHeadings ? kHeadings - width : 1, ' ');
  };
  const std::string of =
      row.integer(0, ShownColumn::item) > 0 ? trf(", item {}", row.text(0, ShownColumn::item)) : "";
  std::string text = trf("{}{}, refused by {}, {} ({})\n", heading(tr("rejection")), id,
                         row.text(0, ShownColumn::layer),
                         plants_time(row.text(0, ShownColumn::time)), plants_zone());
  text += fmt::format("{}{}\n", heading(tr("file")), printable(row.text(0, ShownColumn::name)));
  if (!row.is_null(0, ShownColumn::place)) {
    text +=
        fmt::format("{}{}\n", heading(tr("lies in")), printable(row.text(0, ShownColumn::place)));
  }
  text += trf("{}{}{}: {} bytes from byte {}\n", heading(tr("record")),
              row.text(0, ShownColumn::record), of, row.text(0, ShownColumn::size),
              row.text(0, ShownColumn::offset));
  text += trf("{}{}, payload {}{}\n", heading(tr("tenant")), row.text(0, ShownColumn::tenant),
              row.text(0, ShownColumn::payload),
              row.is_null(0, ShownColumn::entity)
                  ? ""
                  : fmt::format(" ({})", row.text(0, ShownColumn::entity)));
  text += fmt::format("{}{}", heading(tr("status")), row.text(0, ShownColumn::status));
  if (!row.is_null(0, ShownColumn::ended)) {
    text += trf(", {} ({}) by {}", plants_time(row.text(0, ShownColumn::ended)), plants_zone(),
                printable(row.text(0, ShownColumn::ended_by)));
  }
  if (!row.is_null(0, ShownColumn::why))
    text += fmt::format(": {}", printable(row.text(0, ShownColumn::why)));
  text += "\n\n" + reasons_text(row.text(0, ShownColumn::reasons), terminal) + "\n" +
          content_text(bytes);
  if (!is_storable_text(bytes)) text += tr("(not UTF-8: --raw gives the exact bytes)\n");
  return text;
}

}  // namespace

int show_rejected(const RejectedShowRequest& request, Context& context) {
  const std::int64_t id = row_id(request.id);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const pg::Result row = connection.query(app_sql::one_rejection, {id});
  if (row.rows() == 0) {
    throw Error(ErrorKind::not_found, trf("there is no rejection {}: see gdo rejected list", id));
  }
  // Committed before the first byte is shown.
  const Disclosure disclosure(connection, "registro_rejeitado", {{"id", id}});
  const std::string bytes = pg::bytes_of_hex(row.text(0, ShownColumn::content));
  if (request.raw) {
    context.print(bytes);
  } else if (request.json) {
    context.print(json_text(rejection_json(id, row, bytes)));
  } else {
    context.print(rejection_text(id, row, bytes, context.out()));
  }
  return 0;
}

}  // namespace gdo::app
