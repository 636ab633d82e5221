#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/context.h"
#include "synth/generate.h"

namespace gdo::app {

Command generate_command(Context& context);

// Generates with progress on the terminal; Ctrl-C stops it (Error(interrupted)).
synth::GenerateSummary generate_lake(synth::GenerateOptions options, Context& context);

// What was written, a line for each payload.
std::string generate_text(const synth::GenerateSummary& summary, const Terminal& terminal);

}  // namespace gdo::app
