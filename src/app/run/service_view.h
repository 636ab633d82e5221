#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/terminal/terminal.h"
#include "gold/service_report.h"

// What a service run did, for programs and for a person.
namespace gdo::app {

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_service_stages(const gold::ServiceReport& report, nlohmann::ordered_json& stages);

// A table of the models that had something to do, then what went wrong.
std::string service_text(const gold::ServiceReport& report, const Terminal& terminal);

}  // namespace gdo::app
