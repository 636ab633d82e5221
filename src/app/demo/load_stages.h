#pragma once

#include "app/demo/stages.h"

// The stages that bring data in, a layer each.
namespace gdo::app {

int open_site(DemoTools& tools);
int fill_lake(DemoTools& tools);
int load_raw_layer(DemoTools& tools);
int load_trusted_layer(DemoTools& tools);
int load_service_layer(DemoTools& tools);

}  // namespace gdo::app
