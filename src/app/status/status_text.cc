#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/run/run_view.h"
#include "app/status/status_facts.h"
#include "app/terminal/plants_clock.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "base/quantities.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

constexpr std::size_t kShownReasons = 10;

std::string age_of(std::int64_t seconds) {
  return seconds == 0 ? "-" : age_text(std::chrono::seconds(seconds));
}

std::string heading(std::string_view text, const Terminal& terminal) {
  return "\n" + styled(text, Style::bold, terminal.colour) + "\n\n";
}

std::uint64_t pending_bytes(const StatusFacts& facts, const std::string& payload) {
  if (!facts.backlog) return 0;
  for (const monitor::PendingFiles& files : facts.backlog->pending) {
    if (files.payload == payload) return files.bytes;
  }
  return 0;
}

std::string layers_text(const StatusFacts& facts, const Terminal& terminal) {
  Table table({{tr("layer"), Align::left, Narrow::keep},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("waiting"), Align::right},
               {tr("size"), Align::right, Narrow::leave},
               {tr("oldest"), Align::right},
               {trf("last success ({})", plants_zone()), Align::left, Narrow::leave},
               {tr("records/24 h"), Align::right},
               {tr("rejected/24 h"), Align::right}});
  std::string layer_before;
  for (const monitor::LayerState& layer : facts.layers) {
    if (!layer_before.empty() && layer.layer != layer_before) table.rule();
    const std::uint64_t bytes = layer.layer == "raw" ? pending_bytes(facts, layer.payload) : 0;
    table.row({{layer.layer == layer_before ? "" : layer.layer, Style::bold},
               {layer.payload, Style::accent},
               count_cell(layer.queue, Style::warning),
               {bytes > 0 ? bytes_text(bytes) : "-", bytes > 0 ? Style::plain : Style::dim},
               {age_of(layer.lag_s), layer.lag_s > 0 ? Style::plain : Style::dim},
               {layer.last_success ? plants_time(*layer.last_success) : tr("never"),
                layer.last_success ? Style::plain : Style::dim},
               count_cell(layer.records_of_day),
               count_cell(layer.rejected_of_day, Style::warning)});
    layer_before = layer.layer;
  }
  return table.render(terminal);
}

// A line that begins with a word of its own, and goes on below it.
std::string marked(const char* word, Style style, const std::string& text,
                   const Terminal& terminal) {
  return render_pieces({{word, style}, {" " + text}}, 2, terminal);
}

std::string troubles_text(const StatusFacts& facts, const Terminal& terminal) {
  std::string text;
  const auto add = [&](const std::string& trouble) {
    text += marked(tr("error"), Style::bad, trouble, terminal);
  };
  if (facts.troubles.broken > 0) {
    add(trf("{} broken, in error/: nothing of them is loaded; gdo files list --status erro",
            counted(facts.troubles.broken, "file", "files")));
  }
  if (facts.troubles.refused > 0) {
    add(trf("{} refused whole, over the contract's rejection limit; gdo alerts list",
            counted(facts.troubles.refused, "file", "files")));
  }
  return text;
}

std::string lake_notes(const StatusFacts& facts, const Terminal& terminal) {
  const std::string note = styled(tr("note"), Style::warning, terminal.colour);
  std::string text;
  const auto add = [&](const std::string& remark) {
    text += marked(tr("note"), Style::warning, remark, terminal);
  };
  if (!facts.backlog) {
    add(facts.lake_problem);
    return text;
  }
  if (facts.backlog->loading > 0) {
    text += trf("{} being loaded now\n", counted(facts.backlog->loading, "file", "files"));
  }
  if (facts.backlog->a_mover > 0) {
    add(trf("{} loaded, but still in pending/: gdo run moves them",
            counted(facts.backlog->a_mover, "file", "files")));
  }
  if (facts.backlog->without_tenant > 0) {
    add(trf("{} wait for want of a tenant: `gdo run` names them and says why",
            counted(facts.backlog->without_tenant, "file", "files")));
  }
  text +=
      unknown_folders_text(facts.backlog->unknown_folders, facts.backlog->suggested_folders, note);
  return text;
}

std::string runs_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.runs.empty()) return {};
  Table table({{trf("ended ({})", plants_zone()), Align::left, Narrow::keep},
               {tr("layer"), Align::left, Narrow::keep},
               {tr("time"), Align::right},
               {tr("records"), Align::right},
               {tr("rejected"), Align::right},
               {tr("rate"), Align::right, Narrow::leave},
               {tr("host"), Align::left, Narrow::leave}});
  for (const monitor::RunRecord& run : facts.runs) {
    const double seconds = std::max(0.001, static_cast<double>(run.duration_ms) / 1000);
    table.row({plants_time(run.time),
               {run.layer, Style::accent},
               duration_text(std::chrono::milliseconds(run.duration_ms)),
               count_cell(run.records),
               count_cell(run.invalid, Style::warning),
               run.records > 0 ? Cell(rate_text(static_cast<double>(run.records) / seconds))
                               : Cell("-", Style::dim),
               run.hostname});
  }
  return heading(tr("Last runs"), terminal) + table.render(terminal);
}

std::string reasons_text(const StatusFacts& facts, bool all, const Terminal& terminal) {
  if (facts.reasons.empty()) return {};
  Table table({{tr("open"), Align::right},
               {tr("layer"), Align::left, Narrow::keep},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("rule"), Align::left, Narrow::keep}});
  const std::size_t shown =
      all ? facts.reasons.size() : std::min(kShownReasons, facts.reasons.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const monitor::OpenReason& reason = facts.reasons[i];
    table.row({count_text(reason.open),
               reason.layer,
               {reason.payload, Style::accent},
               {reason.rule, Style::warning}});
  }
  std::string text = heading(tr("Open rejections by rule"), terminal) + table.render(terminal);
  if (shown < facts.reasons.size()) {
    const auto more = static_cast<std::int64_t>(facts.reasons.size() - shown);
    text += trf("… and {} more of them: --quality\n", count_text(more));
  }
  return text;
}

std::string entities_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.entities.empty()) return {};
  Table table({{tr("payload"), Align::left, Narrow::keep},
               {tr("entity"), Align::left, Narrow::keep},
               {tr("items"), Align::right},
               {tr("accepted"), Align::right},
               {tr("warned"), Align::right},
               {tr("rejected"), Align::right},
               {tr("new"), Align::right, Narrow::leave},
               {tr("updated"), Align::right, Narrow::leave},
               {tr("outdated"), Align::right, Narrow::leave}});
  for (const monitor::EntityQuality& one : facts.entities) {
    table.row({{one.payload, Style::accent},
               one.entity.empty() ? Cell(tr("(no shape)"), Style::dim) : Cell(one.entity),
               count_cell(one.items),
               count_cell(one.accepted, Style::good),
               count_cell(one.with_warnings, Style::warning),
               count_cell(one.rejected, Style::bad),
               count_cell(one.inserted),
               count_cell(one.updated),
               count_cell(one.superseded)});
  }
  return heading(tr("Quality by entity"), terminal) + table.render(terminal);
}

std::string rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.rules.empty()) return {};
  Table table({{tr("entity"), Align::left, Narrow::keep},
               {tr("field"), Align::left, Narrow::keep},
               {tr("rule or step"), Align::left, Narrow::keep},
               {tr("action"), Align::left, Narrow::leave},
               {tr("checked"), Align::right, Narrow::leave},
               {tr("changed"), Align::right, Narrow::leave},
               {tr("violated"), Align::right}});
  for (const monitor::RuleQuality& rule : facts.rules) {
    const bool rejects = rule.action == "reject";
    table.row({{rule.entity, Style::accent},
               rule.field,
               {rule.rule, rule.step ? Style::dim : Style::plain},
               rule.step ? Cell(tr("clean"), Style::dim) : Cell(rule.action),
               count_cell(rule.checked),
               count_cell(rule.changed),
               count_cell(rule.violated, rejects ? Style::bad : Style::warning)});
  }
  return heading(tr("Quality by rule"), terminal) + table.render(terminal);
}

std::string table_rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.table_rules.empty()) return {};
  Table table({{tr("entity"), Align::left, Narrow::keep},
               {tr("field"), Align::left, Narrow::keep},
               {tr("rule"), Align::left, Narrow::keep},
               {tr("violated"), Align::right},
               {tr("what it says"), Align::left, Narrow::leave},
               {tr("for example"), Align::left, Narrow::leave}});
  for (const trusted::TableRuleFinding& rule : facts.table_rules) {
    table.row({{rule.entity, Style::accent},
               rule.field,
               rule.rule,
               count_cell(rule.violations, Style::warning),
               language() == Language::portuguese ? rule.description : std::string(),
               rule.examples.empty() ? Cell("-", Style::dim) : Cell(rule.examples.front())});
  }
  return heading(tr("Between tables, once late arrivals have had their time"), terminal) +
         table.render(terminal);
}

std::string alerts_text(const StatusFacts& facts, const Terminal& terminal) {
  const std::int64_t all = facts.alerts.error + facts.alerts.warning;
  if (all == 0) return tr("\nno open alerts\n");
  return trf("\n{}: gdo alerts list\n",
             styled(counted(all, "open alert", "open alerts"),
                    facts.alerts.error > 0 ? Style::bad : Style::warning, terminal.colour));
}

}  // namespace

std::string status_text(const StatusFacts& facts, const Terminal& terminal) {
  const bool all = !facts.rules.empty();
  return layers_text(facts, terminal) + lake_notes(facts, terminal) +
         troubles_text(facts, terminal) + runs_text(facts, terminal) +
         entities_text(facts, terminal) + reasons_text(facts, all, terminal) +
         rules_text(facts, terminal) + table_rules_text(facts, terminal) +
         alerts_text(facts, terminal);
}

}  // namespace gdo::app
