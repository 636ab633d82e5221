#pragma once

#include <string>
#include <vector>

namespace gdo::app {

// `gdo export`, as it was asked for.
struct ExportRequest {
  std::string what;               // a table, or trace, epcis, eudr
  std::vector<std::string> keys;  // trace: of these things
  std::string key_file;           // trace: a key a line; - is stdin
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
