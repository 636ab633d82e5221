#pragma once

#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/terminal/terminal.h"

namespace gdo::app {

// What --help prints for the last command of the path.
std::string help_text(const std::vector<const Command*>& path, const Terminal& terminal);

// "gdo files retry [ID]... [--all]"
std::string usage_line(const std::vector<const Command*>& path);

// "gdo files retry"
std::string full_name(const std::vector<const Command*>& path);

}  // namespace gdo::app
