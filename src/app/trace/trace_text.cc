#include "app/trace/trace_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "app/terminal/terminal.h"
#include "app/trace/node_text.h"
#include "app/untraced/command.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "trace/trace.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using trace::TraceNode;

constexpr std::int64_t kLacksShown = 12;
constexpr std::size_t kOrdersNamed = 3;

// In a column of its own.
std::string padded(const std::string& name) {
  const std::size_t width = text_width(name);
  return name + std::string(width < 16 ? 16 - width : 1, ' ');
}

struct Proof {
  const char* name;
  bool good;
  std::string words;
};

std::string lots_that(std::int64_t good, std::int64_t all, const char* have) {
  if (all == 0) return tr("no source lot is known");
  return trf("{} of {} {}", good, counted(all, "source lot", "source lots"), have);
}

// The three flags a box stands on; counts over the lots of all its orders.
std::vector<Proof> box_proofs(const trace::Trace& trace) {
  const Json& data = trace.subject.data;
  const trace::TraceSources& sources = trace.sources;
  std::string orders;
  for (std::size_t i = 0; i < sources.orders.size() && i < kOrdersNamed; ++i) {
    orders += (orders.empty() ? "" : ", ") + key_text(sources.orders[i]);
  }
  if (sources.orders.size() > kOrdersNamed) {
    orders += trf(" and {} more", sources.orders.size() - kOrdersNamed);
  }
  if (orders.empty()) {
    orders = trf("none of unit {}, number {}{}",
                 trace.subject.key["nr_unidade_desossa"].get<std::string>(),
                 data["nr_op_desossa"].is_string() ? data["nr_op_desossa"].get<std::string>()
                                                   : tr("unknown"),
                 data["dt_abate"].is_string()
                     ? trf(", slaughter day {}", data["dt_abate"].get<std::string>())
                     : "");
  }
  return {{tr("deboning order"), data["flag_desossa"].get<bool>(), orders},
          {tr("properties"), data["flag_propriedades"].get<bool>(),
           lots_that(sources.with_schedule, sources.lotes,
                     tr("with schedule, producer's document and farm"))},
          {tr("animals"), data["flag_animais"].get<bool>(),
           lots_that(sources.with_animals, sources.lotes, tr("with half-carcasses")) +
               fmt::format("; {}", counted(data["qtde_animais"].get<std::int64_t>(), "animal",
                                           "animals"))}};
}

std::string link_words(const Json& data) {
  const std::string link = data["vinculo"].is_string() ? data["vinculo"].get<std::string>() : "";
  if (link == "exato") return tr("every quarter of its orders is of a half-carcass known by label");
  if (link == "parcial")
    return tr("some quarters of its orders are of half-carcasses known by label");
  return link == "lote" ? tr("by lots only: its orders name no half-carcass that is known") : "";
}

// The worklist's own words (gdo untraced).
std::string worklist_text(const trace::Trace& trace, const Terminal& terminal) {
  std::string text;
  std::int64_t listed = 0;
  for (const trace::MissingThing& thing : trace.lacks) {
    if (listed == kLacksShown) break;
    ++listed;
    text +=
        render_pieces({{tr("    missing  "), Style::warning}, {thing_text(thing)}}, 13, terminal);
  }
  if (const auto rest = static_cast<std::int64_t>(trace.lacks.size()) - listed; rest > 0) {
    text += trf("             and {} more\n", rest);
  }
  return text;
}

// Of a lot, which is in no worklist: "lot 9801/2026-06-28/7: no row of escala"
std::string missing_text(const trace::Trace& trace, const Terminal& terminal) {
  if (!trace.lacks.empty()) return worklist_text(trace, terminal);
  std::string text;
  std::int64_t listed = 0;
  for (const TraceNode& lot : trace.sources.lacks) {
    if (listed == kLacksShown) break;
    ++listed;
    text += render_pieces(
        {{tr("    missing  "), Style::warning},
         {trf("lot {}: {}", key_text(lot.key), fmt::join(lacks_of_lot(lot.data), ", "))}},
        13, terminal);
  }
  if (const std::int64_t rest = trace.sources.with_lack - listed; rest > 0) {
    text += trf("             and of {} more\n", counted(rest, "lot", "lots"));
  }
  return text;
}

std::string proofs_text(const trace::Trace& trace, const Terminal& terminal) {
  std::string text;
  for (const Proof& proof : box_proofs(trace)) {
    text += render_pieces({proof.good ? Piece{"  ✔ ", Style::good} : Piece{"  ✘ ", Style::bad},
                           {padded(proof.name)},
                           {proof.words, Style::plain}},
                          20, terminal);
  }
  if (const std::string link = link_words(trace.subject.data); !link.empty()) {
    text += render_pieces({{"  · ", Style::dim}, {padded(tr("link"))}, {link}}, 20, terminal);
  }
  return text;
}

std::vector<Piece> heading(const trace::Trace& trace) {
  TraceNode subject = trace.subject;
  subject.data.erase("rastreavel");  // the verdict says it
  std::vector<Piece> pieces = node_pieces(subject);
  pieces.push_back({trf("  · tenant {}", trace.tenant), Style::dim});
  return pieces;
}

// What the trace is of, whether it is traceable, what proves it, and what exactly is missing.
std::string verdict_text(const trace::Trace& trace, const Terminal& terminal) {
  std::string text = render_pieces(heading(trace), 2, terminal);
  if (trace.traceable) {
    text += styled(tr("✔ traceable"), Style::good, terminal.colour) + "\n";
  } else {
    const bool sale = trace.subject.type == "venda";
    const std::string why = sale           ? ": " + reasons_of_sale(trace.subject.data)
                            : trace.reason ? ": " + reason_text(*trace.reason)
                                           : "";
    std::vector<Piece> pieces = {{tr("✘ not traceable"), Style::bad}, {why}};
    if (trace.reason) pieces.push_back({" [" + *trace.reason + "]", Style::dim});
    text += render_pieces(pieces, 2, terminal);
  }
  if (trace.subject.type == "caixa") text += proofs_text(trace, terminal);
  if (!trace.traceable) text += missing_text(trace, terminal);
  return text;
}

constexpr std::size_t kLabelsShown = 3;

// What stands below an order is shown once; the next time it is only named.
using Printed = std::set<std::string>;

bool shows_carcasses(const TraceNode& node) {
  return std::any_of(node.children.begin(), node.children.end(),
                     [](const TraceNode& child) { return child.type == "carcaca"; }) &&
         (node.type == "lote" || node.type == "ordem");
}

// Half-carcasses of one lot in one line: they are many, and their labels say all.
Branch carcass_branch(const TraceNode& node) {
  std::string labels;
  std::size_t shown = 0;
  for (const TraceNode& child : node.children) {
    if (child.type != "carcaca" || shown == kLabelsShown) continue;
    labels += (shown == 0 ? "" : ", ") + child.data["etiqueta"].get<std::string>();
    ++shown;
  }
  const std::int64_t all = node.data.value("qtde_meias_nomeadas", std::int64_t{0});
  std::string rest;
  if (const std::int64_t left = all - static_cast<std::int64_t>(shown); left > 0) {
    rest = trf(" and {} more", count_text(left));
  }
  const char* whose = node.type == "lote"
                          ? tr(" named by quarters: ")
                          : tr(" named by quarters, of lots that it does not list: ");
  return {{{halves_text(all) + whose, Style::dim}, {labels, Style::accent}, {rest, Style::dim}}};
}

std::string left_out_text(const TraceNode& node) {
  std::string text = trf("… {} more", count_text(node.omitted));
  if (node.carcasses_of_omitted_lots > 0) {
    text += trf(", with {} named by quarters", halves_text(node.carcasses_of_omitted_lots));
  }
  return text;
}

Branch branch_of(const TraceNode& node, Printed& printed) {
  Branch branch{node_pieces(node)};
  if (node.type == "ordem" && !node.children.empty() && !printed.insert(node.key.dump()).second) {
    branch.pieces.push_back({tr("  (see above)"), Style::dim});
    return branch;
  }
  const bool carcasses = shows_carcasses(node);
  for (const TraceNode& child : node.children) {
    if (carcasses && child.type == "carcaca") continue;
    branch.branches.push_back(branch_of(child, printed));
  }
  if (carcasses) branch.branches.push_back(carcass_branch(node));
  if (node.omitted > 0) branch.branches.push_back({{{left_out_text(node), Style::dim}}});
  return branch;
}

std::string side_text(const char* title, const TraceNode& side, const char* nothing,
                      const Terminal& terminal) {
  std::string text = "\n" + styled(title, Style::bold, terminal.colour) + "\n";
  Printed printed;
  const Branch all = branch_of(side, printed);
  if (all.branches.empty()) return text + styled(nothing, Style::dim, terminal.colour) + "\n";
  return text + render_tree(all.branches, terminal);
}

}  // namespace

std::string trace_text(const trace::Trace& trace, const Terminal& terminal) {
  std::string text = verdict_text(trace, terminal);
  const bool farm = trace.subject.type == "fazenda";
  if (!farm) {
    text += side_text(tr("Comes from"), trace.origin, tr("nothing that is known"), terminal);
  }
  return text + side_text(tr("Went to"), trace.destination,
                          farm ? tr("no slaughter that is known") : tr("no sale that is known"),
                          terminal);
}

}  // namespace gdo::app
