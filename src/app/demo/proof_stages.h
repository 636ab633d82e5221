#pragma once

#include "app/demo/stages.h"

// The stages that show what became of the data.
namespace gdo::app {

int show_rejections(DemoTools& tools);
int show_log(DemoTools& tools);
int show_audit(DemoTools& tools);

}  // namespace gdo::app
