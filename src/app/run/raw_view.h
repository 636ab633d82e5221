#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/terminal/terminal.h"
#include "raw/run_raw.h"

// What a raw load did, for programs and for a person.
namespace gdo::app {

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_raw_stages(const raw::RawReport& report, nlohmann::ordered_json& stages);

// A table of the payloads that had files, totals and rates, then what went wrong.
std::string raw_text(const raw::RawReport& report, const Terminal& terminal);

// A line for each folder of pending/ that no contract reads, with what was probably meant.
std::string unknown_folders_text(const std::vector<std::string>& folders,
                                 const std::map<std::string, std::string>& meant,
                                 const std::string& note);

}  // namespace gdo::app
