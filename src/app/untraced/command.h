#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/context.h"
#include "app/terminal/terminal.h"
#include "trace/untraced.h"

namespace gdo::app {

// `gdo untraced`: why boxes cannot be traced, and what would fix it.
Command untraced_command(Context& context);

// "the file of escala of plant 9801, slaughter of 2026-06-29, has not come".
std::string thing_text(const trace::MissingThing& thing);

}  // namespace gdo::app
