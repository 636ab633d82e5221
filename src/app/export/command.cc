#include <fmt/format.h>

#include <memory>
#include <optional>

#include "app/commands.h"
#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/export/request.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "export/table_export.h"
#include "values/dates.h"

namespace gdo::app {
namespace {

void require_day(const char* option, const std::string& day) {
  if (day.empty() || (day.size() == 10 && values::parse_date(day).form == values::DateForm::iso)) {
    return;
  }
  throw Error(ErrorKind::config, trf("{} wants a day like 2025-01-27", option));
}

void require_fitting(const ExportRequest& request) {
  const bool trace = request.what == "trace";
  const bool document = request.what == "epcis" || request.what == "eudr";
  if (!trace && !(request.keys.empty() && request.key_file.empty())) {
    throw Error(ErrorKind::config,
                tr("a KEY and --keys go with trace; epcis and eudr take --box and --sale"));
  }
  if (!document && !(request.box.empty() && request.sale.empty())) {
    throw Error(ErrorKind::config, tr("--box and --sale go with epcis and eudr; trace takes KEYs"));
  }
  if (document && !request.format.empty()) {
    throw Error(ErrorKind::config,
                trf("{} has a format of its own; leave out --format", request.what));
  }
  if (trace && !(request.from.empty() && request.to.empty())) {
    throw Error(ErrorKind::config,
                tr("a trace is of a thing, not of days; leave out --from and --to"));
  }
}

int run_export(const ExportRequest& request, Context& context) {
  require_day("--from", request.from);
  require_day("--to", request.to);
  require_fitting(request);
  if (request.what == "epcis") return export_epcis(request, context);
  if (request.what == "eudr") return export_eudr(request, context);
  if (request.what == "trace") return export_trace(request, context);
  return export_table(request, context);
}

std::vector<Option> options_of(ExportRequest& request) {
  return {
      {"--format",
       "F",
       tr("of a table or trace: csv (default), jsonl, geojson"),
       &request.format,
       {"csv", "jsonl", "geojson"}},
      {"--out", "FILE", tr("default -, stdout; a file appears when it is complete"), &request.out},
      {"--cliente", "TOKEN", tr("only this tenant"), &request.tenant},
      {"--from", "DAY", tr("rows of this day (dt_abate, dt_venda …) and later"), &request.from},
      {"--to", "DAY", tr("and up to this one"), &request.to},
      {"--pessoais", "", tr("personal data as it is; who took what is logged"), &request.personal},
      {"--keys", "FILE", tr("trace: of every key in it, one a line; - is stdin"),
       &request.key_file},
      {"--box", "KEY", tr("epcis, eudr: about this box"), &request.box},
      {"--sale", "KEY", tr("epcis, eudr: about this order"), &request.sale},
      {"--base-uri", "URI", tr("epcis: what identifiers begin with"), &request.base_uri},
      {"--continue", "", tr("goes on with FILE.part, if a run was cut off"), &request.go_on}};
}

}  // namespace

Command export_command(Context& context) {
  const auto request = std::make_shared<ExportRequest>();
  Command command;
  command.name = "export";
  command.summary =
      tr("Tables and traces as CSV, JSON Lines or GeoJSON; EPCIS events; EUDR geolocation");
  command.details = tr(
      "Personal data is masked: CPF as ***.456.789-**, a person's name as initials, coordinates "
      "with two decimals; a CNPJ and its company's name are shown. --pessoais shows all, and notes "
      "in log_processamento who took what. trace: everything that a box, order, sale, lot, animal "
      "or "
      "farm comes from and went to, a row a node with its parent; as geojson the farms with their "
      "lots. epcis: GS1 EPCIS 2.0 events (JSON-LD). eudr: the farms of a box or sale as GeoJSON, "
      "coordinates as they were sent (noted in the log, too).");
  command.arguments = {{"WHAT",
                        "",
                        tr("a table (service_caixas, or caixas), trace, epcis, or eudr"),
                        &request->what,
                        {},
                        true},
                       {"KEY", "", tr("trace: what gdo trace takes"), &request->keys}};
  command.options = options_of(*request);
  command.examples = {"gdo export caixas --out caixas.csv",
                      "gdo export lotes_abate --format geojson --from 2025-01-01 --to 2025-01-31",
                      "gdo export trusted_escala --format jsonl --cliente a1b2c3 | head",
                      "gdo export trace 9801/100000001K --format jsonl",
                      "gdo export trace --keys caixas.txt --format geojson --out fazendas.geojson",
                      "gdo export epcis --box 9801/100000001K --out caixa.jsonld",
                      "gdo export eudr --sale 300002 --out fazendas.geojson"};
  command.run = [request, &context] { return run_export(*request, context); };
  return command;
}

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
