#include "trace/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <span>

#include "trace/model_way.h"
#include "trace/things.h"
#include "trace/trace_queries.h"
#include "trace/trace_tree.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;
using Nodes = std::vector<TraceNode*>;

constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
// Lots that lack something, of which a trace tells.
constexpr std::int64_t kLacking = 1000;

enum class Side { behind, after };

// Grows the sides of a trace by what the table of things says stands before each and came after it.
// What the next level will be asked is foreseen, so that a level is one trip to the server.
class Growth {
 public:
  Growth(TraceQueries& queries, ModelWays& ways, const Things& things, const Thing& subject,
         const TraceLimits& limits)
      : queries_(queries),
        tree_(queries, limits),
        ways_(ways),
        things_(things),
        subject_(subject),
        limits_(limits) {}

  // Of the subject itself, and of its links.
  void foresee_subject(const Json& key) {
    const Json self = Json::array({key});
    std::vector<Foreseen> next;
    if (subject_.model == nullptr) next.push_back(TraceQueries::facts_of(subject_.tipo, self));
    add_links(subject_, self, Side::behind, subject_.levels_behind, next);
    add_links(subject_, self, Side::after, subject_.levels_after, next);
    if (subject_.tipo == "ordem") {
      next.push_back(TraceQueries::days_of(self));
      next.push_back(TraceQueries::source_lots_of(self, kLacking));
    }
    queries_.foresee(std::move(next));
  }

  void run(Trace& trace) {
    const Json self = Json::array({trace.sujeito.chave});
    std::vector<Foreseen> next;
    look_ahead(self, subject_.behind, Side::behind, subject_.levels_behind, next);
    look_ahead(self, subject_.after, Side::after, subject_.levels_after, next);
    queries_.foresee(std::move(next));
    behind({&trace.origem}, subject_, subject_.levels_behind);
    after({&trace.destino}, subject_, subject_.levels_after);
  }

 private:
  const Thing& thing(std::string_view tipo) const {
    const Thing* found = things_.find(tipo);
    if (found != nullptr) return *found;
    throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", tipo));
  }

  void add_links(const Thing& of, const Json& keys, Side side, int levels,
                 std::vector<Foreseen>& next) const {
    if (levels == 0) return;
    if (side == Side::after && !of.sums.empty()) {
      next.push_back(TraceQueries::sums_of(of.sums, keys));
    }
    for (const ThingLink& link : side == Side::behind ? of.behind : of.after) {
      if (!link.way.empty()) continue;
      next.push_back(TraceQueries::links_of(link.link, keys, limits_.children));
    }
  }

  // What the children that these links lead to will be asked.
  void add_children(const ThingLink& link, const std::vector<TraceLink>& links, Side side,
                    int levels, std::vector<Foreseen>& next) const {
    const Thing& child = thing(link.tipo);
    const Json each = keys_of(links);
    if (each.empty()) return;
    if (child.model == nullptr) next.push_back(TraceQueries::facts_of(link.tipo, each));
    Json keys = Json::array();
    for (const TraceLink& one : links) {
      if (!one.chave.front().is_null()) keys.push_back(one.chave);
    }
    if (keys.empty()) return;
    add_links(child, keys, side, levels, next);
    if (side != Side::behind || link.tipo != "ordem") return;
    if (subject_.shows_halves) next.push_back(TraceQueries::days_of(keys));
    const bool own = std::any_of(subject_.behind.begin(), subject_.behind.end(),
                                 [&link](const ThingLink& one) { return &one == &link; });
    if (own && subject_.by_orders) next.push_back(TraceQueries::source_lots_of(each, kLacking));
  }

  // The links of the subject, for both sides at once.
  void look_ahead(const Json& keys, const std::vector<ThingLink>& links, Side side, int levels,
                  std::vector<Foreseen>& next) {
    if (levels == 0) return;
    for (const ThingLink& link : links) {
      if (!link.way.empty()) continue;
      std::vector<TraceLink>& found = found_[&link];
      found = queries_.links(link.link, keys, limits_.children);
      add_children(link, found, side, levels - 1, next);
    }
  }

  std::vector<TraceLink> links_along(const Nodes& nodes, const Thing& of, const ThingLink& link,
                                     Side side, int levels) {
    if (auto found = found_.extract(&link)) return std::move(found.mapped());
    const Json keys = keys_of(nodes);
    std::vector<TraceLink> links = queries_.links(link.link, keys, limits_.children);
    std::vector<Foreseen> next;
    add_children(link, links, side, levels - 1, next);
    const bool halves = side == Side::behind && subject_.shows_halves && of.tipo == "ordem";
    if (halves) next.push_back(queries_.carcasses_of(keys, limits_.carcasses));
    queries_.foresee(std::move(next));
    return links;
  }

  Nodes along(const Nodes& nodes, const Thing& of, const ThingLink& link, Side side, int levels) {
    if (!link.way.empty()) return along_way(nodes, link);
    Nodes children = tree_.hang(nodes, links_along(nodes, of, link, side, levels), link.tipo);
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
      behind(along(nodes, of, link, Side::behind, levels), thing(link.tipo), levels - 1);
    }
    if (subject_.shows_halves && of.tipo == "ordem") tree_.hang_carcasses(nodes);
  }

  void after(const Nodes& nodes, const Thing& of, int levels) {
    if (nodes.empty() || levels == 0) return;
    if (!of.sums.empty()) tree_.add_sums(nodes, of.sums);
    for (const ThingLink& link : of.after) {
      after(along(nodes, of, link, Side::after, levels), thing(link.tipo), levels - 1);
    }
  }

  TraceQueries& queries_;
  TraceTree tree_;
  ModelWays& ways_;
  const Things& things_;
  const Thing& subject_;
  const TraceLimits limits_;
  std::map<const ThingLink*, std::vector<TraceLink>> found_;  // of the subject
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
  const Thing* const subject = things.find(key.tipo);
  if (subject == nullptr) {
    throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", key.tipo));
  }
  TraceQueries queries(connection, key.token_cliente, things);
  ModelWays ways(connection, key.token_cliente);
  Growth growth(queries, ways, things, *subject, limits);
  growth.foresee_subject(key.chave);
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
  growth.run(trace);
  trace.fontes = sources_of(queries, ways, things, trace);
  if (transaction) transaction->commit();
  return trace;
}

}  // namespace gdo::trace
