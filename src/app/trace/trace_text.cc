#include "app/trace/trace_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/terminal/quantities.h"
#include "app/trace/node_text.h"
#include "app/trace/verdict_text.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

using trace::TraceNode;

constexpr std::size_t kLabelsShown = 3;

// What stands below an order is told once; the next time it is only named.
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
