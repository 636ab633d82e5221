#pragma once

#include "export/row_format.h"

namespace gdo::exports {

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
