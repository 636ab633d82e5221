#pragma once

#include "app/context.h"
#include "app/doctor/finding.h"

namespace gdo::app {

// Is the lake of the settings there, and may we list, create and move in it?
Findings check_lake(Context& context);

}  // namespace gdo::app
