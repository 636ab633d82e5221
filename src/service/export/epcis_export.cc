#include "service/export/epcis_export.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "pg/copy_reader.h"

namespace gdo::service {
namespace {

constexpr const char* kContext = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";
constexpr std::array kEvents = {"eventos_chegada", "eventos_abate",        "eventos_quarteio",
                                "eventos_desossa", "eventos_carregamento", "eventos_expedicao"};

std::string document_head(const EventScope& scope, const std::string& created) {
  // What EPCIS has no word for is said in our own.
  const nlohmann::ordered_json own = {{"gdo", scope.base_uri + "/voc/"}};
  const nlohmann::ordered_json context = nlohmann::ordered_json::array({kContext, own});
  return fmt::format(
      "{{\"@context\":{},\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
      "\"creationDate\":\"{}\",\"epcisBody\":{{\"eventList\":[\n",
      context.dump(), created);
}

}  // namespace

std::int64_t export_epcis(pg::Connection& connection, const EventScope& scope,
                          const std::string& created, ExportOutput& output, const StopFlag& stop) {
  std::int64_t events = 0;
  if (!output.write(document_head(scope, created))) return events;
  for (const char* name : kEvents) {
    pg::CopyReader reader(connection, fmt::format("SELECT pg_temp.evento(e.dados) FROM ({}) e",
                                                  export_sql_text(name)));
    while (reader.next()) {
      if (stop.requested()) throw Error(ErrorKind::interrupted, "the export was stopped half-way");
      if (events > 0 && !output.write(",\n")) return events;
      if (!output.write(reader.bytes(0))) return events;
      ++events;
    }
  }
  if (output.write("\n]}}\n")) output.finish();
  return events;
}

}  // namespace gdo::service
