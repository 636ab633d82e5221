#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo status`: what waits, what ran, what was wrong.
Command status_command(Context& context);

}  // namespace gdo::app
