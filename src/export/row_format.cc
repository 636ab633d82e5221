#include "export/row_format.h"

#include <fmt/format.h>

#include "base/error.h"
#include "export/csv_format.h"
#include "export/geojson_format.h"
#include "export/jsonl_format.h"

namespace gdo::exports {

std::unique_ptr<RowFormat> row_format(std::string_view name, const ExportedTable& table) {
  if (name == "csv") return std::make_unique<CsvFormat>(table);
  if (name == "jsonl") return std::make_unique<JsonlFormat>(table);
  if (name != "geojson") {
    throw Error(ErrorKind::config,
                fmt::format("there is no format {}; csv, jsonl or geojson", name));
  }
  if (!table.latitude) {
    throw Error(ErrorKind::config,
                fmt::format("table {} has no coordinates (faz_geo_latitude, faz_geo_longitude); "
                            "export it as csv or jsonl",
                            table.name));
  }
  return std::make_unique<GeoJsonFormat>(table);
}

}  // namespace gdo::exports
