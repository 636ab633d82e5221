#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// The whole command line. The context must outlive it.
Command command_tree(Context& context);

}  // namespace gdo::app
