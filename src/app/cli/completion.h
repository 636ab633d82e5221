#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// A script that a shell sources to complete gdo's commands, options and fixed values.
// shell: bash, zsh or fish.
std::string completion_script(const Command& root, const std::string& shell);

Command completion_command(Context& context);

}  // namespace gdo::app
