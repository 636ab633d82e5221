#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/context.h"
#include "base/error.h"
#include "export/export_output.h"

namespace gdo::app {

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
