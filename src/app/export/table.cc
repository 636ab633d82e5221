#include "app/export/table.h"

#include <fmt/format.h>

#include <optional>

#include "app/connections.h"
#include "app/export/destination.h"
#include "app/export/disclosure.h"
#include "app/models_in_use.h"
#include "app/terminal/quantities.h"
#include "base/error.h"
#include "base/translation.h"
#include "export/table_export.h"

namespace gdo::app {
namespace {

exports::TableExport wanted_of(const ExportRequest& request) {
  return {.format = request.format.empty() ? "csv" : request.format,
          .tenant = request.tenant,
          .from = request.from,
          .to = request.to,
          .personal = request.personal};
}

nlohmann::json chosen_by(const exports::TableExport& wanted) {
  return {{"formato", wanted.format},
          {"token_cliente", wanted.tenant},
          {"de", wanted.from},
          {"ate", wanted.to}};
}

}  // namespace

int export_table(const ExportRequest& request, Context& context) {
  const StopFlag& stop = context.stop_gracefully();
  const exports::TableExport wanted = wanted_of(request);
  pg::Connection connection(database(context));
  const exports::ExportedTable table =
      exports::exported_table(connection, request.what, models_in_use(context.settings()));
  exports::require_possible(table, wanted);
  Destination destination(request.out, exports::request_text(table, wanted), request.go_on);
  destination.announce(request.go_on, context);
  std::optional<Disclosure> disclosure;
  if (wanted.personal) disclosure.emplace(connection, table.name, chosen_by(wanted));
  try {
    const std::int64_t rows = exports::export_table(connection, table, wanted, destination.start(),
                                                    destination.output(), stop);
    if (disclosure) disclosure->complete(rows);
    if (destination.is_file()) {
      context.say(trf("{}: {} of {}", request.out, counted(rows, "row", "rows"), table.name));
    }
  } catch (const Error& error) {
    throw destination.with_way_on(error);
  }
  return 0;
}

}  // namespace gdo::app
