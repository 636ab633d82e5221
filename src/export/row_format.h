#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "export/exported_table.h"

namespace gdo::exports {

// How the rows of a table become text. What a format appends for a row does not depend on other
// rows, but for whether it is the first: so an export can be gone on with.
class RowFormat {
 public:
  virtual ~RowFormat() = default;
  virtual void append_head(std::string&) const {}
  virtual void append_row(const RowValues& row, bool first, std::string& out) const = 0;
  virtual void append_tail(std::string&) const {}
};

// name: csv, jsonl or geojson. The table must outlive the format. Throws Error(config) for another
// name, and for geojson of a table without coordinates.
std::unique_ptr<RowFormat> row_format(std::string_view name, const ExportedTable& table);

// RFC 4180: a header, fields in quotes where they must be, lines that end with CR LF, UTF-8 without
// a byte order mark. NULL is an empty field, empty text is "".
class CsvFormat : public RowFormat {
 public:
  explicit CsvFormat(const ExportedTable& table) : table_(table) {}
  void append_head(std::string& out) const override;
  void append_row(const RowValues& row, bool first, std::string& out) const override;

 private:
  const ExportedTable& table_;
};

// A JSON object per line: numbers with all their digits, booleans, null, json columns as JSON,
// dates and moments as ISO 8601 text.
class JsonlFormat : public RowFormat {
 public:
  explicit JsonlFormat(const ExportedTable& table) : table_(table) {}
  void append_row(const RowValues& row, bool first, std::string& out) const override;

 private:
  const ExportedTable& table_;
};

// {"column": value, …}
void append_json_object(const ExportedTable& table, const RowValues& row, std::string& out);

// RFC 7946: one FeatureCollection, a Feature per row with all its columns as properties; WGS-84,
// [longitude, latitude] with the digits they were sent with. A row without coordinates is a Feature
// whose geometry is null.
class GeoJsonFormat : public RowFormat {
 public:
  // The table has latitude and longitude.
  explicit GeoJsonFormat(const ExportedTable& table) : table_(table) {}
  void append_head(std::string& out) const override;
  void append_row(const RowValues& row, bool first, std::string& out) const override;
  void append_tail(std::string& out) const override;

 private:
  const ExportedTable& table_;
};

}  // namespace gdo::exports
