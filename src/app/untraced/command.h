#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/context.h"
#include "app/terminal/terminal.h"
#include "trace/untraced.h"

namespace gdo::app {

// `gdo untraced`: why boxes cannot be traced, and what would fix it.
Command untraced_command(Context& context);

// The worklist as a person reads it.
std::string untraced_text(const trace::Untraced& untraced, const Terminal& terminal);

// The worklist as a table for a spreadsheet: RFC 4180, a line a thing, `feito` empty to be ticked.
std::string untraced_csv(const trace::Untraced& untraced);

// "the file of escala of plant 9801, slaughter of 2026-06-29, has not come".
std::string thing_text(const trace::MissingThing& thing);

}  // namespace gdo::app
