#pragma once

#include <string>

#include "app/run/run_report.h"
#include "app/terminal/terminal.h"

// What a run did, for programs and for a person.
namespace gdo::app {

// One JSON document (interface.md, `gdo run --json`), indented unless it shall be one line.
std::string run_json(const RunReport& report, bool one_line);

// Its layers one after the other.
std::string run_text(const RunReport& report, const Terminal& terminal);

}  // namespace gdo::app
