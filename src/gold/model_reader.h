#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"

namespace gdo::gold {

// What is wrong with models' files, a line each: "file:line: what, and what to write instead".
class ModelFaults {
 public:
  void add(std::string_view file, int line, std::string_view what);
  void add(const ModelFaults& more);
  bool empty() const { return lines_.empty(); }
  // Throws Error(config) with all of them, if there is any.
  void raise() const;

 private:
  std::vector<std::string> lines_;
};

// Reads a model's file: a head of lines `-- name: value`, then sections that begin `-- == name`.
// What is wrong is noted; the model is then of no use.
Model read_model(std::string_view file, std::string_view text, ModelFaults& faults);

}  // namespace gdo::gold
