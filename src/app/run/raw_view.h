#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/terminal/terminal.h"
#include "raw/run_report.h"

// What a raw load did, for programs and for a person.
namespace gdo::app {

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_raw_stages(const raw::RawReport& report, nlohmann::ordered_json& stages);

// A table of the payloads that had files, totals and rates, then what went wrong.
std::string raw_text(const raw::RawReport& report, const Terminal& terminal);

}  // namespace gdo::app
