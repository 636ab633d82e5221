#include "trace/trace.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "trace/trace_queries.h"
#include "trace/trace_tree.h"

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;
using Nodes = std::vector<TraceNode*>;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
// Lots that lack something, of which a trace tells.
constexpr std::int64_t kLacking = 1000;

// Lots come with their farm.
void orders_to_farms(TraceTree& tree, const Nodes& orders) {
  tree.hang(orders, "ordem_lotes", "lote");
}

void orders_to_sales(TraceTree& tree, const Nodes& orders) {
  tree.add_sums(orders, "ordem_vendas");
  tree.hang(tree.hang(orders, "ordem_caixas", "caixa"), "caixa_vendas", "venda");
}

void trace_box(TraceTree& tree, Trace& trace) {
  const Nodes orders = tree.hang({&trace.origem}, "caixa_ordens", "ordem");
  orders_to_farms(tree, orders);
  tree.hang_carcasses(orders);
  tree.hang({&trace.destino}, "caixa_vendas", "venda");
}

void trace_sale(TraceTree& tree, Trace& trace) {
  Nodes boxes;
  for (TraceNode* box : tree.hang({&trace.origem}, "venda_caixas", "caixa")) {
    if (box->chave["nr_unidade_desossa"].is_string()) boxes.push_back(box);
  }
  orders_to_farms(tree, tree.hang(boxes, "caixa_ordens", "ordem"));
}

void trace_order(TraceTree& tree, Trace& trace) {
  orders_to_farms(tree, {&trace.origem});
  tree.hang_carcasses({&trace.origem});
  orders_to_sales(tree, {&trace.destino});
}

void trace_lot(TraceTree& tree, Trace& trace) {
  orders_to_sales(tree, tree.hang({&trace.destino}, "lote_ordens", "ordem"));
}

void trace_farm(TraceTree& tree, Trace& trace) {
  const Nodes lots = tree.hang({&trace.destino}, "fazenda_lotes", "lote");
  for (TraceNode* lot : lots) lot->filhos.clear();  // the farm is the subject itself
  tree.hang(lots, "lote_ordens", "ordem");
}

void trace_half(TraceTree& tree, Trace& trace) {
  tree.hang({&trace.origem}, "carcaca_lotes", "lote");
  tree.hang({&trace.origem}, "carcaca_animais", "animal");
  orders_to_sales(tree, tree.hang({&trace.destino}, "carcaca_ordens", "ordem"));
}

void trace_animal(TraceTree& tree, Trace& trace) {
  for (TraceNode* farm : tree.hang({&trace.origem}, "animal_propriedades", "propriedade")) {
    farm->tipo = "fazenda";
  }
  tree.hang({&trace.origem}, "animal_lotes", "lote");
  const Nodes halves = tree.hang({&trace.destino}, "animal_carcacas", "carcaca");
  orders_to_sales(tree, tree.hang(halves, "carcaca_ordens", "ordem"));
}

void grow(TraceTree& tree, Trace& trace) {
  const std::string& tipo = trace.sujeito.tipo;
  if (tipo == "caixa") return trace_box(tree, trace);
  if (tipo == "venda") return trace_sale(tree, trace);
  if (tipo == "ordem") return trace_order(tree, trace);
  if (tipo == "lote") return trace_lot(tree, trace);
  if (tipo == "fazenda") return trace_farm(tree, trace);
  if (tipo == "carcaca") return trace_half(tree, trace);
  if (tipo == "animal") return trace_animal(tree, trace);
  throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", tipo));
}

// The keys that a link leads to, each once; a line of a sale without its box leads to none.
Json keys_behind(TraceQueries& queries, std::string_view link, const Json& parents) {
  Json keys = Json::array();
  std::set<std::string> seen;
  if (parents.empty()) return keys;
  for (const TraceLink& one : queries.links(link, parents, kAll)) {
    if (one.chave.front().is_null()) continue;
    if (seen.insert(one.chave.dump()).second) keys.push_back(one.chave);
  }
  return keys;
}

Json orders_behind(TraceQueries& queries, const TraceNode& subject) {
  const Json self = Json::array({subject.chave});
  if (subject.tipo == "ordem") return self;
  if (subject.tipo == "caixa") return keys_behind(queries, "caixa_ordens", self);
  if (subject.tipo != "venda") return Json::array();
  return keys_behind(queries, "caixa_ordens", keys_behind(queries, "venda_caixas", self));
}

// What else is traced names a lot or two, which no limit cuts.
void find_lots(const TraceNode& node, TraceSources& sources) {
  if (node.tipo == "lote") {
    const Json& data = node.dados;
    const bool known = data["tem_escala"].get<bool>() && data["flag_documento"].get<bool>() &&
                       data["flag_propriedade"].get<bool>();
    const bool animals = data["qtde_meias_carcacas"].get<std::int64_t>() > 0;
    ++sources.lotes;
    sources.com_escala += known ? 1 : 0;
    sources.com_animais += animals ? 1 : 0;
    if (known && animals) return;
    ++sources.com_falta;
    sources.faltas.push_back({node.tipo, node.chave, node.dados, {}});
  }
  for (const TraceNode& child : node.filhos) find_lots(child, sources);
}

TraceSources sources_of(TraceQueries& queries, const Trace& trace) {
  const std::string& tipo = trace.sujeito.tipo;
  if (tipo == "caixa" || tipo == "venda" || tipo == "ordem") {
    return queries.source_lots(orders_behind(queries, trace.sujeito), kLacking);
  }
  TraceSources sources;
  find_lots(trace.origem, sources);
  return sources;
}

}  // namespace

Trace trace(pg::Connection& connection, const FoundKey& key, const TraceLimits& limits) {
  // One picture of gold, however long it takes; the caller's, where there is one.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection);
    connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }
  TraceQueries queries(connection, key.token_cliente);
  std::vector<TraceNode> found =
      queries.facts(key.tipo, nlohmann::ordered_json::array({key.chave}));
  if (found.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("{} is not there any more", key.written()));
  }
  Trace trace;
  trace.token_cliente = key.token_cliente;
  trace.sujeito = std::move(found.front());
  trace.origem = trace.sujeito;  // a lot's farm is there already
  trace.sujeito.filhos.clear();
  trace.destino = trace.sujeito;
  const nlohmann::ordered_json& facts = trace.sujeito.dados;
  trace.rastreavel = facts["rastreavel"].get<bool>();
  if (!trace.rastreavel && facts["motivo"].is_string()) {
    trace.motivo = facts["motivo"].get<std::string>();
  }
  TraceTree tree(queries, limits);
  grow(tree, trace);
  trace.fontes = sources_of(queries, trace);
  if (transaction) transaction->commit();
  return trace;
}

}  // namespace gdo::service
