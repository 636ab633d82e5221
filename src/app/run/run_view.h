#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/run/run_layers.h"
#include "app/terminal/terminal.h"
#include "gold/run_service.h"
#include "raw/run_raw.h"
#include "trusted/lote_counts.h"

// What a run did, for programs and for a person.
// What a raw load did, for programs and for a person.
namespace gdo::app {

// One JSON document (interface.md, `gdo run --json`), indented unless it shall be one line.
std::string run_json(const RunReport& report, bool one_line);

// Its layers one after the other.
std::string run_text(const RunReport& report, const Terminal& terminal);

// A table of the models that had something to do, then what went wrong.
std::string service_text(const gold::ServiceReport& report, const Terminal& terminal);

// A table of the entities that had items, totals and the rate, then what went wrong.
std::string trusted_text(const trusted::TrustedReport& report, const Terminal& terminal);

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_raw_stages(const raw::RawReport& report, nlohmann::ordered_json& stages);

// A table of the payloads that had files, totals and rates, then what went wrong.
std::string raw_text(const raw::RawReport& report, const Terminal& terminal);

// A line for each folder of pending/ that no contract reads, with what was probably meant.
std::string unknown_folders_text(const std::vector<std::string>& folders,
                                 const std::map<std::string, std::string>& meant,
                                 const std::string& note);

}  // namespace gdo::app
