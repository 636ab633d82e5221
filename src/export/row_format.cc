#include "export/row_format.h"

#include <fmt/format.h>

#include <iterator>

#include "base/encodings.h"
#include "base/error.h"

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

void CsvFormat::append_head(std::string& out) const {
  for (std::size_t i = 0; i < table_.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_value(table_.columns[i].name, ',', out);
  }
  out += "\r\n";
}

void CsvFormat::append_row(const RowValues& row, bool, std::string& out) const {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    if (row[i]) append_csv_value(*row[i], ',', out);
  }
  out += "\r\n";
}

namespace {

// PostgreSQL's numbers may be NaN or Infinity; JSON's may not.
bool is_json_number(std::string_view text) {
  const char last = text.empty() ? ' ' : text.back();
  return last >= '0' && last <= '9';
}

void append_value(ValueKind kind, std::string_view text, std::string& out) {
  const bool bare = kind == ValueKind::boolean || kind == ValueKind::json ||
                    (kind == ValueKind::number && is_json_number(text));
  if (bare) {
    out += text;
  } else {
    append_json_string(text, out);
  }
}

}  // namespace

void append_json_object(const ExportedTable& table, const RowValues& row, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(table.columns[i].name, out);
    out += ':';
    if (row[i]) {
      append_value(table.columns[i].kind, *row[i], out);
    } else {
      out += "null";
    }
  }
  out += '}';
}

void JsonlFormat::append_row(const RowValues& row, bool, std::string& out) const {
  append_json_object(table_, row, out);
  out += '\n';
}

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
