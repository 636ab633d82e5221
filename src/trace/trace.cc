#include "trace/trace.h"

#include <fmt/format.h>

#include <limits>
#include <set>
#include <span>

#include "trace/model_way.h"
#include "trace/things.h"
#include "trace/trace_queries.h"
#include "trace/trace_tree.h"

namespace gdo::service {
namespace {

using Json = nlohmann::ordered_json;
using Nodes = std::vector<TraceNode*>;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
// Lots that lack something, of which a trace tells.
constexpr std::int64_t kLacking = 1000;

// Grows the sides of a trace by what the table of things says stands before each and came after it.
class Growth {
 public:
  Growth(TraceTree& tree, ModelWays& ways, const Things& things)
      : tree_(tree), ways_(ways), things_(things) {}

  void run(Trace& trace) {
    const Thing& subject = thing(trace.sujeito.tipo);
    shows_halves_ = subject.shows_halves;
    behind({&trace.origem}, subject, subject.levels_behind);
    after({&trace.destino}, subject, subject.levels_after);
  }

 private:
  const Thing& thing(std::string_view tipo) const {
    const Thing* found = things_.find(tipo);
    if (found != nullptr) return *found;
    throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", tipo));
  }

  Nodes along(const Nodes& nodes, const ThingLink& link) {
    if (!link.way.empty()) return along_way(nodes, link);
    Nodes children = tree_.hang(nodes, link.link, link.tipo);
    // A line of a sale without its box leads no further.
    std::erase_if(children, [](const TraceNode* child) { return child->chave.front().is_null(); });
    for (TraceNode* child : children) {
      if (link.leads_back) child->filhos.clear();
      if (child->tipo == "propriedade") child->tipo = "fazenda";
    }
    return children;
  }

  Nodes along_way(const Nodes& nodes, const ThingLink& link) {
    Nodes children;
    for (TraceNode* node : nodes) {
      const Json keys =
          ways_.follow(thing(node->tipo).table, Json::array({node->chave}),
                       std::span(link.way).first(link.way.size() - 1), link.way.back());
      for (TraceNode* child : tree_.hang_keys(*node, keys, link.tipo)) children.push_back(child);
    }
    return children;
  }

  void behind(const Nodes& nodes, const Thing& of, int levels) {
    if (nodes.empty() || levels == 0) return;
    for (const ThingLink& link : of.behind) {
      behind(along(nodes, link), thing(link.tipo), levels - 1);
    }
    if (shows_halves_ && of.tipo == "ordem") tree_.hang_carcasses(nodes);
  }

  void after(const Nodes& nodes, const Thing& of, int levels) {
    if (nodes.empty() || levels == 0) return;
    if (!of.sums.empty()) tree_.add_sums(nodes, of.sums);
    for (const ThingLink& link : of.after) {
      after(along(nodes, link), thing(link.tipo), levels - 1);
    }
  }

  TraceTree& tree_;
  ModelWays& ways_;
  const Things& things_;
  bool shows_halves_ = false;
};

// The deboning orders behind things, whatever a limit shows; none where they do not lead to any.
class OrdersBehind {
 public:
  OrdersBehind(TraceQueries& queries, ModelWays& ways, const Things& things)
      : queries_(queries), ways_(ways), things_(things) {}

  Json of(std::string_view tipo, const Json& keys) {
    const Thing* thing = things_.find(tipo);
    if (tipo == "ordem" || keys.empty() || thing == nullptr) {
      return tipo == "ordem" ? keys : Json::array();
    }
    Json orders = Json::array();
    std::set<std::string> seen;
    for (const ThingLink& link : thing->behind) {
      for (const Json& order : of(link.tipo, keys_behind(*thing, link, keys))) {
        if (seen.insert(order.dump()).second) orders.push_back(order);
      }
    }
    return orders;
  }

 private:
  Json keys_behind(const Thing& thing, const ThingLink& link, const Json& parents) {
    if (!link.way.empty()) {
      return ways_.follow(thing.table, parents, std::span(link.way).first(link.way.size() - 1),
                          link.way.back());
    }
    Json keys = Json::array();
    std::set<std::string> seen;
    for (const TraceLink& one : queries_.links(link.link, parents, kAll)) {
      if (one.chave.front().is_null()) continue;
      if (seen.insert(one.chave.dump()).second) keys.push_back(one.chave);
    }
    return keys;
  }

  TraceQueries& queries_;
  ModelWays& ways_;
  const Things& things_;
};

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

TraceSources sources_of(TraceQueries& queries, ModelWays& ways, const Things& things,
                        const Trace& trace) {
  const Thing& subject = *things.find(trace.sujeito.tipo);
  if (subject.by_orders) {
    return queries.source_lots(
        OrdersBehind(queries, ways, things).of(subject.tipo, Json::array({trace.sujeito.chave})),
        kLacking);
  }
  TraceSources sources;
  find_lots(trace.origem, sources);
  return sources;
}

}  // namespace

Trace trace(pg::Connection& connection, const FoundKey& key, const TraceLimits& limits) {
  return trace(connection, key, limits, built_in_things());
}

Trace trace(pg::Connection& connection, const FoundKey& key, const TraceLimits& limits,
            const Things& things) {
  // One picture of gold, however long it takes; the caller's, where there is one.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection);
    connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }
  TraceQueries queries(connection, key.token_cliente, things);
  std::vector<TraceNode> found = queries.facts(key.tipo, Json::array({key.chave}));
  if (found.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("{} is not there any more", key.written()));
  }
  Trace trace;
  trace.token_cliente = key.token_cliente;
  trace.sujeito = std::move(found.front());
  trace.origem = trace.sujeito;  // a lot's farm is there already
  trace.sujeito.filhos.clear();
  trace.destino = trace.sujeito;
  const Json& facts = trace.sujeito.dados;
  trace.rastreavel = facts["rastreavel"].get<bool>();
  if (!trace.rastreavel && facts["motivo"].is_string()) {
    trace.motivo = facts["motivo"].get<std::string>();
  }
  TraceTree tree(queries, limits);
  ModelWays ways(connection, key.token_cliente);
  Growth(tree, ways, things).run(trace);
  trace.fontes = sources_of(queries, ways, things, trace);
  if (transaction) transaction->commit();
  return trace;
}

}  // namespace gdo::service
