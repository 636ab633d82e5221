#include "app/commands/export.h"

#include <fmt/format.h>

#include <memory>

#include "app/export/documents.h"
#include "app/export/request.h"
#include "app/export/table.h"
#include "base/error.h"
#include "clean/dates.h"

namespace gdo::app {
namespace {

void require_day(const char* option, const std::string& day) {
  if (day.empty() || (day.size() == 10 && clean::parse_date(day).form == clean::DateForm::iso)) {
    return;
  }
  throw Error(ErrorKind::config, fmt::format("{} wants a day like 2025-01-27", option));
}

int run_export(const ExportRequest& request, Context& context) {
  require_day("--from", request.from);
  require_day("--to", request.to);
  if (request.what == "epcis") return export_epcis(request, context);
  if (request.what == "eudr") return export_eudr(request, context);
  if (!request.box.empty() || !request.sale.empty()) {
    throw Error(ErrorKind::config, "--box and --sale go with epcis and eudr, not with a table");
  }
  return export_table(request, context);
}

std::vector<Option> options_of(ExportRequest& request) {
  return {{"--format",
           "F",
           "of a table: csv (default), jsonl, geojson",
           &request.format,
           {"csv", "jsonl", "geojson"}},
          {"--out", "FILE", "default -, stdout; a file appears when it is complete", &request.out},
          {"--cliente", "TOKEN", "only this tenant", &request.tenant},
          {"--from", "DAY", "rows of this day (dt_abate, dt_venda …) and later", &request.from},
          {"--to", "DAY", "and up to this one", &request.to},
          {"--pessoais", "", "personal data as it is; who took what is logged", &request.personal},
          {"--box", "KEY", "epcis, eudr: about this box", &request.box},
          {"--sale", "KEY", "epcis, eudr: about this order", &request.sale},
          {"--base-uri", "URI", "epcis: what identifiers begin with", &request.base_uri},
          {"--continue", "", "goes on with FILE.part, which was cut off", &request.go_on}};
}

}  // namespace

Command export_command(Context& context) {
  const auto request = std::make_shared<ExportRequest>();
  Command command;
  command.name = "export";
  command.summary = "Tables as CSV, JSON Lines or GeoJSON; EPCIS events; EUDR geolocation";
  command.details =
      "Personal data is masked: CPF as ***.456.789-**, a person's name as initials, coordinates "
      "with two decimals; a CNPJ and its company's name are shown. --pessoais shows all, and notes "
      "in log_processamento who took what. epcis: GS1 EPCIS 2.0 events (JSON-LD). eudr: the farms "
      "of a "
      "box or sale as GeoJSON, coordinates as they were sent (noted in the log, too).";
  command.arguments = {{"WHAT",
                        "",
                        "a table (service_caixas, or caixas), epcis, or eudr",
                        &request->what,
                        {},
                        true}};
  command.options = options_of(*request);
  command.examples = {"gdo export caixas --out caixas.csv",
                      "gdo export lotes_abate --format geojson --from 2025-01-01 --to 2025-01-31",
                      "gdo export trusted_escala --format jsonl --cliente a1b2c3 | head",
                      "gdo export epcis --box 9801/100000001K --out caixa.jsonld",
                      "gdo export eudr --sale 300002 --out fazendas.geojson"};
  command.run = [request, &context] { return run_export(*request, context); };
  return command;
}

}  // namespace gdo::app
