#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "raw/run_report.h"

// What a run did, for programs and for a person.
namespace gdo::app {

// One JSON document (interface.md, `gdo run --json`), indented unless it shall be one line.
std::string run_json(const raw::RawReport& report, bool one_line);

// A table of the payloads that had files, totals and rates, then what went wrong.
std::string run_text(const raw::RawReport& report, const Terminal& terminal);

}  // namespace gdo::app
