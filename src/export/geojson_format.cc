#include "export/geojson_format.h"

#include <fmt/format.h>

#include <iterator>

#include "export/jsonl_format.h"

namespace gdo::exports {

void GeoJsonFormat::append_head(std::string& out) const {
  out += "{\"type\":\"FeatureCollection\",\"features\":[\n";
}

void GeoJsonFormat::append_row(const RowValues& row, bool first, std::string& out) const {
  out += first ? "" : ",\n";
  out += "{\"type\":\"Feature\",\"geometry\":";
  const auto& latitude = row[*table_.latitude];
  const auto& longitude = row[*table_.longitude];
  if (latitude && longitude) {
    fmt::format_to(std::back_inserter(out), R"({{"type":"Point","coordinates":[{},{}]}})",
                   *longitude, *latitude);
  } else {
    out += "null";
  }
  out += ",\"properties\":";
  append_json_object(table_, row, out);
  out += '}';
}

void GeoJsonFormat::append_tail(std::string& out) const { out += "\n]}\n"; }

}  // namespace gdo::exports
