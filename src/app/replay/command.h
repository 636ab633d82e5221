#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// gdo replay trusted|service
Command replay_command(Context& context);

}  // namespace gdo::app
