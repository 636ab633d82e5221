#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo untraced`: why boxes cannot be traced, and what would mend it.
Command untraced_command(Context& context);

}  // namespace gdo::app
