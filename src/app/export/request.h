#pragma once

#include <string>

namespace gdo::app {

// `gdo export`, as it was asked for.
struct ExportRequest {
  std::string what;  // a table, or epcis, eudr
  std::string format;
  std::string out = "-";
  std::string tenant;
  std::string from;
  std::string to;
  std::string box;
  std::string sale;
  std::string base_uri;
  bool personal = false;
  bool go_on = false;  // --continue
};

}  // namespace gdo::app
