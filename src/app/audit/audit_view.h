#pragma once

#include <string>

#include "app/terminal/terminal.h"
#include "monitor/audit.h"

namespace gdo::app {

std::string audit_json(const monitor::AuditReport& report);
std::string audit_text(const monitor::AuditReport& report, const Terminal& terminal);

// The tables, what failed, and the verdict: for those who do not want to see every check.
std::string audit_summary(const monitor::AuditReport& report, const Terminal& terminal);

}  // namespace gdo::app
