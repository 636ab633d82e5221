#pragma once

#include <string>
#include <vector>

namespace gdo::app {

// One thing that `gdo doctor` looked at.
struct Finding {
  enum class Level { fine, remark, broken };
  std::string subject;  // "database", "lake"
  Level level = Level::fine;
  std::string text;
  std::string advice = {};  // what to do; empty when it is fine
  int code = 0;             // what commands that need it would exit with
};

using Findings = std::vector<Finding>;

}  // namespace gdo::app
