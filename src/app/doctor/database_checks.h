#pragma once

#include "app/context.h"
#include "app/doctor/finding.h"

namespace gdo::app {

// Is the database of the settings there, new enough, ours to write, and are its tables of this
// program's version? Creates nothing; a private server that exists but does not run is started.
Findings check_database(Context& context);

}  // namespace gdo::app
