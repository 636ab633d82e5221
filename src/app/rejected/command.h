#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo rejected`: records and items that were refused, and what to do with them.
Command rejected_command(Context& context);

}  // namespace gdo::app
