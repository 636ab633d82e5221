#pragma once

#include "app/cli/command.h"
#include "app/context.h"
#include "synth/generate.h"

namespace gdo::app {

Command generate_command(Context& context);

// Generates with progress on the terminal; Ctrl-C stops it (Error(interrupted)).
synth::GenerateSummary generate_lake(synth::GenerateOptions options, Context& context);

}  // namespace gdo::app
