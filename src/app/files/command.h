#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// `gdo files`: the ledger's files, and another try for broken ones.
Command files_command(Context& context);

}  // namespace gdo::app
