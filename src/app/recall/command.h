#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo recall`: every box, order and customer that a farm, lot or animal touches.
Command recall_command(Context& context);

}  // namespace gdo::app
