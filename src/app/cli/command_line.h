#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/context.h"
#include "app/terminal/terminal.h"

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

// What --help prints for the last command of the path.
std::string help_text(const std::vector<const Command*>& path, const Terminal& terminal);

// "gdo files retry [ID]... [--all]"
std::string usage_line(const std::vector<const Command*>& path);

// "gdo files retry"
std::string full_name(const std::vector<const Command*>& path);

// A script that a shell sources to complete gdo's commands, options and fixed values.
// shell: bash, zsh or fish.
std::string completion_script(const Command& root, const std::string& shell);

Command completion_command(Context& context);

}  // namespace gdo::app
