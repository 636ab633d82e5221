#include "app/trace/verdict_text.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"
#include "app/trace/node_text.h"
#include "app/trace/reason_text.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using service::TraceNode;

constexpr std::size_t kLacksShown = 12;

struct Proof {
  const char* name;
  bool good;
  std::string words;
};

std::string lots_that(std::int64_t good, std::int64_t all, const char* have) {
  if (all == 0) return "no source lot is known";
  return fmt::format("{} of {} {}", good, counted(all, "source lot"), have);
}

// The three flags a box stands on; counts over the lots of all its orders.
std::vector<Proof> box_proofs(const service::Trace& trace) {
  const Json& data = trace.sujeito.dados;
  std::set<std::string> lots;
  std::int64_t known = 0;
  std::int64_t with_animals = 0;
  std::string orders;
  for (const TraceNode& order : trace.origem.filhos) {
    orders += (orders.empty() ? "" : ", ") + key_text(order.chave);
    for (const TraceNode& lot : order.filhos) {
      if (lot.tipo != "lote" || !lots.insert(lot.chave.dump()).second) continue;
      const bool named = lot.dados["tem_escala"].get<bool>() &&
                         lot.dados["flag_documento"].get<bool>() &&
                         lot.dados["flag_propriedade"].get<bool>();
      known += named ? 1 : 0;
      with_animals += lot.dados["qtde_meias_carcacas"].get<std::int64_t>() > 0 ? 1 : 0;
    }
  }
  const auto all = static_cast<std::int64_t>(lots.size());
  if (orders.empty()) {
    orders = fmt::format(
        "none of unit {}, number {}{}",
        trace.sujeito.chave["nr_unidade_desossa"].get<std::string>(),
        data["nr_op_desossa"].is_string() ? data["nr_op_desossa"].get<std::string>() : "unknown",
        data["dt_abate"].is_string() ? ", slaughter day " + data["dt_abate"].get<std::string>()
                                     : "");
  }
  return {{"deboning order", data["flag_desossa"].get<bool>(), orders},
          {"properties", data["flag_propriedades"].get<bool>(),
           lots_that(known, all, "with schedule, producer's document and farm")},
          {"animals", data["flag_animais"].get<bool>(),
           lots_that(with_animals, all, "with half-carcasses") +
               fmt::format("; {}", counted(data["qtde_animais"].get<std::int64_t>(), "animal"))}};
}

// "lot 9801/2026-06-28/7: no row of escala", each once.
void collect_lacks(const TraceNode& node, std::set<std::string>& seen,
                   std::vector<std::string>& lacks) {
  if (node.tipo == "lote" && proven(node) == false && seen.insert(node.chave.dump()).second) {
    lacks.push_back(
        fmt::format("lot {}: {}", key_text(node.chave), fmt::join(lacks_of_lot(node.dados), ", ")));
  }
  for (const TraceNode& child : node.filhos) collect_lacks(child, seen, lacks);
}

std::string link_words(const Json& data) {
  const std::string link = data["vinculo"].is_string() ? data["vinculo"].get<std::string>() : "";
  if (link == "exato") return "every quarter of its orders is of a half-carcass known by label";
  if (link == "parcial") return "some quarters of its orders are of half-carcasses known by label";
  return link == "lote" ? "by lots only: its orders name no half-carcass that is known" : "";
}

std::string missing_text(const service::Trace& trace, const Terminal& terminal) {
  std::set<std::string> seen;
  std::vector<std::string> lacks;
  collect_lacks(trace.origem, seen, lacks);
  std::string text;
  for (std::size_t i = 0; i < lacks.size() && i < kLacksShown; ++i) {
    text += render_pieces({{"    missing  ", Style::warning}, {lacks[i]}}, 13, terminal);
  }
  if (lacks.size() > kLacksShown) {
    text += fmt::format("             and of {} more\n",
                        counted(static_cast<std::int64_t>(lacks.size() - kLacksShown), "lot"));
  }
  return text;
}

std::string proofs_text(const service::Trace& trace, const Terminal& terminal) {
  std::string text;
  for (const Proof& proof : box_proofs(trace)) {
    text += render_pieces({proof.good ? Piece{"  ✔ ", Style::good} : Piece{"  ✘ ", Style::bad},
                           {fmt::format("{:<16}", proof.name)},
                           {proof.words, Style::plain}},
                          20, terminal);
  }
  if (const std::string link = link_words(trace.sujeito.dados); !link.empty()) {
    text += render_pieces({{"  · ", Style::dim}, {fmt::format("{:<16}", "link")}, {link}}, 20,
                          terminal);
  }
  return text;
}

std::vector<Piece> heading(const service::Trace& trace) {
  TraceNode subject = trace.sujeito;
  subject.dados.erase("rastreavel");  // the verdict says it
  std::vector<Piece> pieces = node_pieces(subject);
  pieces.push_back({"  · tenant " + trace.token_cliente, Style::dim});
  return pieces;
}

}  // namespace

std::string verdict_text(const service::Trace& trace, const Terminal& terminal) {
  std::string text = render_pieces(heading(trace), 2, terminal);
  if (trace.rastreavel) {
    text += styled("✔ traceable", Style::good, terminal.colour) + "\n";
  } else {
    const std::string why = trace.motivo ? ": " + reason_text(*trace.motivo) : "";
    std::vector<Piece> pieces = {{"✘ not traceable", Style::bad}, {why}};
    if (trace.motivo) pieces.push_back({" [" + *trace.motivo + "]", Style::dim});
    text += render_pieces(pieces, 2, terminal);
  }
  if (trace.sujeito.tipo == "caixa") text += proofs_text(trace, terminal);
  if (!trace.rastreavel) text += missing_text(trace, terminal);
  return text;
}

}  // namespace gdo::app
