#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "base/error.h"
#include "export/export_output.h"

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

// Where `--out` leads: "-" to stdout, a pipe or device to itself, else to a file that appears when
// it is complete.
class Destination {
 public:
  // request, go_on: see exports::PartFile; only a file can be continued (Error(config)).
  Destination(const std::string& out, const std::string& request, bool go_on);
  ~Destination();
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;

  exports::ExportOutput& output() { return *output_; }
  const std::optional<exports::ExportPosition>& start() const { return start_; }
  bool is_file() const { return is_file_; }
  // Says whether an export that is to be continued goes on, and from where.
  void announce(bool go_on, const Context& context) const;
  // The error with how to go on after it, when it left a part that can be gone on with.
  Error with_way_on(const Error& error) const;

 private:
  std::string out_;
  int descriptor_ = -1;  // of a pipe or device
  bool is_file_ = false;
  std::unique_ptr<exports::ExportOutput> output_;
  std::optional<exports::ExportPosition> start_;
};

}  // namespace gdo::app
