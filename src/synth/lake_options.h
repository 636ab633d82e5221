#pragma once

#include "synth/calendar.h"
#include "synth/generate.h"
#include "synth/world.h"

namespace gdo::synth {

// What the options ask for, or Error(config) saying which of them cannot be.
WorldOptions world_options(const GenerateOptions& options);
// Makes the folders of pending/. Error(config) when there is a lake already.
void make_folders(const GenerateOptions& options, const World& world);

}  // namespace gdo::synth
