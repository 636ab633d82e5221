#pragma once

#include <string>
#include <vector>

#include "app/context.h"

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

// Is the database of the settings there, new enough, ours to write, and are its tables of this
// program's version? Creates nothing; a private server that exists but does not run is started.
Findings check_database(Context& context);

// Is the lake of the settings there, and may we list, create and move in it?
Findings check_lake(Context& context);

// Is the subscription that a watch would listen to there, and may we pull from it? Takes no
// message. Throws Error(config).
Findings check_subscription(const config::Settings& settings);

}  // namespace gdo::app
