#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"

namespace gdo::app {

// What the words of a command line ask for.
struct Request {
  enum class Kind { run, help, version };
  Kind kind = Kind::run;
  // From the program down to the command meant; never empty, points into the command tree.
  std::vector<const Command*> path;
};

// Reads the words after the program's name and stores the values of options. Options of the root
// are understood after any command. Throws Error(config) with the nearest known word when one is
// unknown, and says how a command is used when an argument is missing.
Request parse(const Command& root, const std::vector<std::string>& words);

}  // namespace gdo::app
