#pragma once

#include "app/context.h"
#include "app/demo/demo_site.h"

namespace gdo::app {

// The dashboard on what the demonstration loaded, with a first key: its address is the last thing
// on the screen. Serves until Ctrl-C or SIGTERM; gives the exit code. It listens where GDO_LISTEN
// says, and where that place is taken, on any free port.
int serve_demo(const DemoSite& site, Context& context);

}  // namespace gdo::app
