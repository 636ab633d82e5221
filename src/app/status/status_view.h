#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "app/status/status_facts.h"
#include "app/terminal/terminal.h"
#include "monitor/trends.h"

namespace gdo::app {

std::string status_json(const StatusFacts& facts);
std::string status_text(const StatusFacts& facts, const Terminal& terminal);

struct StatusRequest;

// `gdo status --trends`: how figures went from day to day. Gives the exit code.
int show_trends(const StatusRequest& request, Context& context);

std::string trends_text(const std::vector<monitor::Trend>& trends, const Terminal& terminal);
std::string trends_json(const std::vector<monitor::Trend>& trends, int days);

}  // namespace gdo::app
