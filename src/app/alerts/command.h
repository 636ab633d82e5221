#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo alerts`: what an operator should look at.
Command alerts_command(Context& context);

}  // namespace gdo::app
