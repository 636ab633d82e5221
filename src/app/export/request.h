#pragma once

#include <string>
#include <vector>

#include "app/context.h"

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

// `gdo export TABLE`: its rows to a file or stdout. Gives the exit code.
int export_table(const ExportRequest& request, Context& context);

// `gdo export trace`: the whole traces of keys, as a table or as farms on a map. Gives the exit
// code: 1 when a key of a file has no answer. A key among the arguments that has none throws
// Error(not_found) or Error(config) before anything is written.
int export_trace(const ExportRequest& request, Context& context);

// `gdo export epcis` and `gdo export eudr`: a document about a box or a sale (epcis: or of some
// days). Give the exit code. Throw Error(not_found) or Error(config) when the key is none, or not
// one.
int export_epcis(const ExportRequest& request, Context& context);
int export_eudr(const ExportRequest& request, Context& context);

}  // namespace gdo::app
