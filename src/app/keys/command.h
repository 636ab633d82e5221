#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

Command keys_command(Context& context);

}  // namespace gdo::app
