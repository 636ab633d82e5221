#pragma once

#include <string>

#include "app/status/status_facts.h"
#include "app/terminal/terminal.h"

namespace gdo::app {

std::string status_json(const StatusFacts& facts);
std::string status_text(const StatusFacts& facts, const Terminal& terminal);

}  // namespace gdo::app
