#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/terminal/terminal.h"
#include "trusted/run_report.h"

// What a trusted run did, for programs and for a person.
namespace gdo::app {

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_trusted_stages(const trusted::TrustedReport& report, nlohmann::ordered_json& stages);

// A table of the entities that had items, totals and the rate, then what went wrong.
std::string trusted_text(const trusted::TrustedReport& report, const Terminal& terminal);

}  // namespace gdo::app
