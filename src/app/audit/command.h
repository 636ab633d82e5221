#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo audit`: do the books balance?
Command audit_command(Context& context);

}  // namespace gdo::app
