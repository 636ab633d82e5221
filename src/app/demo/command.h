#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo demo`: everything from an empty folder to audited tables.
Command demo_command(Context& context);

}  // namespace gdo::app
