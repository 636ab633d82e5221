#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/context.h"
#include "app/terminal/terminal.h"
#include "monitor/audit.h"

namespace gdo::app {

// `gdo audit`: do the books balance?
Command audit_command(Context& context);

// The tables, what failed, and the verdict: for those who do not want to see every check.
std::string audit_summary(const monitor::AuditReport& report, const Terminal& terminal);

}  // namespace gdo::app
