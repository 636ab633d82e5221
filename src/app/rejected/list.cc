#include "app/rejected/list.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/paging.h"
#include "app/rejected/reasons.h"
#include "app/result_json.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "monitor/tables_ready.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

struct ListedColumn {
  enum : int { id, status, layer, payload, entity, tenant, name, record, item, reasons, time };
};

pg::Result page_of(pg::Connection& connection, const RejectedListRequest& request,
                   const RejectedFilter& filter) {
  std::vector<pg::Param> params = filter_params(filter);
  params.push_back(limit_param(request.limit));
  params.emplace_back(request.offset);
  return connection.query(fmt::format(app_sql::rejection_list, kRejectedWhere), params);
}

std::int64_t count_of(pg::Connection& connection, const RejectedFilter& filter) {
  return connection
      .query(fmt::format("SELECT count(*) FROM registro_rejeitado r WHERE {}", kRejectedWhere),
             filter_params(filter))
      .integer(0, 0);
}

Json rejection_json(const pg::Result& rows, int row) {
  return {{"id", rows.integer(row, ListedColumn::id)},
          {"status", rows.text(row, ListedColumn::status)},
          {"camada", rows.text(row, ListedColumn::layer)},
          {"tipo_payload", rows.text(row, ListedColumn::payload)},
          {"entidade", text_or_null(rows, row, ListedColumn::entity)},
          {"token_cliente", rows.text(row, ListedColumn::tenant)},
          {"nome_arquivo", rows.text(row, ListedColumn::name)},
          {"nr_registro", rows.integer(row, ListedColumn::record)},
          {"nr_item", rows.integer(row, ListedColumn::item)},
          {"motivos", Json::parse(rows.text(row, ListedColumn::reasons))},
          {"criado_em", rows.text(row, ListedColumn::time)}};
}

std::string rejections_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{tr("id"), Align::right},
               {tr("layer")},
               {tr("payload")},
               {tr("file")},
               {tr("record"), Align::right},
               {tr("item"), Align::right},
               {tr("reasons")},
               {tr("status")}});
  for (int row = 0; row < rows.rows(); ++row) {
    const bool open = rows.text(row, ListedColumn::status) == "aberto";
    table.row(
        {std::string(rows.text(row, ListedColumn::id)),
         std::string(rows.text(row, ListedColumn::layer)),
         {std::string(rows.text(row, ListedColumn::payload)), Style::accent},
         std::string(rows.text(row, ListedColumn::name)),
         count_text(rows.integer(row, ListedColumn::record)),
         {std::string(rows.text(row, ListedColumn::item)),
          rows.integer(row, ListedColumn::item) > 0 ? Style::plain : Style::dim},
         {reason_codes(rows.text(row, ListedColumn::reasons)), Style::warning},
         {std::string(rows.text(row, ListedColumn::status)), open ? Style::plain : Style::dim}});
  }
  return table.render(terminal);
}

}  // namespace

int list_rejected(const RejectedListRequest& request, Context& context) {
  const RejectedFilter filter = resolved(request.filter, context);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const std::int64_t all = count_of(connection, filter);
  const pg::Result rows = page_of(connection, request, filter);
  if (request.json) {
    Json rejections = Json::array();
    for (int row = 0; row < rows.rows(); ++row) rejections.push_back(rejection_json(rows, row));
    context.print(json_text({{"total", all}, {"rejeitados", rejections}}));
    return 0;
  }
  if (rows.rows() == 0) {
    context.say(tr("no such rejections"));
    return 0;
  }
  context.print(rejections_text(rows, context.out()));
  if (const auto note = rest_note(request.offset + rows.rows(), all); !note.empty()) {
    context.say(note);
  }
  return 0;
}

}  // namespace gdo::app
