#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/terminal/terminal.h"
#include "monitor/layers.h"
#include "monitor/quality.h"
#include "trusted/table_rules.h"

namespace gdo::app {

struct StatusRequest {
  std::string tenant;
  std::string payload;
  std::int64_t lote = 0;
  bool quality = false;
  bool trends = false;
  std::int64_t days = 28;  // of trends
  bool json = false;
};

// Everything that `gdo status` shows.
struct StatusFacts {
  std::optional<monitor::Backlog> backlog;  // empty when the lake could not be listed
  std::string lake_problem;                 // why
  int exit_code = 0;                        // then: 2 or 4
  std::vector<monitor::LayerState> layers;
  std::vector<monitor::RunRecord> runs;
  monitor::AlertCounts alerts;
  monitor::FileTroubles troubles;
  std::vector<monitor::OpenReason> reasons;
  std::vector<monitor::EntityQuality> entities;
  std::vector<monitor::RuleQuality> rules;
  std::vector<trusted::TableRuleFinding> table_rules;  // with --quality only
};

StatusFacts status_facts(const StatusRequest& request, Context& context);

std::string status_json(const StatusFacts& facts);
std::string status_text(const StatusFacts& facts, const Terminal& terminal);

struct StatusRequest;

// `gdo status --trends`: how figures went from day to day. Gives the exit code.
int show_trends(const StatusRequest& request, Context& context);

std::string trends_text(const std::vector<monitor::Trend>& trends, const Terminal& terminal);
std::string trends_json(const std::vector<monitor::Trend>& trends, int days);

}  // namespace gdo::app
