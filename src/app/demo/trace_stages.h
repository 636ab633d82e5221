#pragma once

#include "app/demo/stages.h"

namespace gdo::app {

// The stages that ask where meat comes from.
int show_traceable_box(DemoTools& tools);
int show_untraceable_box(DemoTools& tools);

}  // namespace gdo::app
