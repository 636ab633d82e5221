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
// Lots that lack something: how many of them a trace lists.
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
    if (subject_.model == nullptr) next.push_back(TraceQueries::facts_of(subject_.type, self));
    add_links(subject_, self, Side::behind, subject_.levels_behind, next);
    add_links(subject_, self, Side::after, subject_.levels_after, next);
    if (subject_.type == "ordem") {
      next.push_back(TraceQueries::days_of(self));
      next.push_back(TraceQueries::source_lots_of(self, kLacking));
    }
    queries_.foresee(std::move(next));
  }

  void run(Trace& trace) {
    const Json self = Json::array({trace.subject.key});
    std::vector<Foreseen> next;
    look_ahead(self, subject_.behind, Side::behind, subject_.levels_behind, next);
    look_ahead(self, subject_.after, Side::after, subject_.levels_after, next);
    queries_.foresee(std::move(next));
    behind({&trace.origin}, subject_, subject_.levels_behind);
    after({&trace.destination}, subject_, subject_.levels_after);
  }

 private:
  const Thing& thing(std::string_view type) const {
    const Thing* found = things_.find(type);
    if (found != nullptr) return *found;
    throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", type));
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
    const Thing& child = thing(link.type);
    const Json each = keys_of(links);
    if (each.empty()) return;
    if (child.model == nullptr) next.push_back(TraceQueries::facts_of(link.type, each));
    Json keys = Json::array();
    for (const TraceLink& one : links) {
      if (!one.key.front().is_null()) keys.push_back(one.key);
    }
    if (keys.empty()) return;
    add_links(child, keys, side, levels, next);
    if (side != Side::behind || link.type != "ordem") return;
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
    const bool halves = side == Side::behind && subject_.shows_halves && of.type == "ordem";
    if (halves) next.push_back(queries_.carcasses_of(keys, limits_.carcasses));
    queries_.foresee(std::move(next));
    return links;
  }

  Nodes along(const Nodes& nodes, const Thing& of, const ThingLink& link, Side side, int levels) {
    if (!link.way.empty()) return along_way(nodes, link);
    Nodes children =
        tree_.attach_children(nodes, links_along(nodes, of, link, side, levels), link.type);
    // A line of a sale without its box leads no further.
    std::erase_if(children, [](const TraceNode* child) { return child->key.front().is_null(); });
    for (TraceNode* child : children) {
      if (link.leads_back) child->children.clear();
      if (child->type == "propriedade") child->type = "fazenda";
    }
    return children;
  }

  Nodes along_way(const Nodes& nodes, const ThingLink& link) {
    Nodes children;
    for (TraceNode* node : nodes) {
      const Json keys =
          ways_.follow(thing(node->type).table, Json::array({node->key}),
                       std::span(link.way).first(link.way.size() - 1), link.way.back());
      for (TraceNode* child : tree_.hang_keys(*node, keys, link.type)) children.push_back(child);
    }
    return children;
  }

  void behind(const Nodes& nodes, const Thing& of, int levels) {
    if (nodes.empty() || levels == 0) return;
    for (const ThingLink& link : of.behind) {
      behind(along(nodes, of, link, Side::behind, levels), thing(link.type), levels - 1);
    }
    if (subject_.shows_halves && of.type == "ordem") tree_.hang_carcasses(nodes);
  }

  void after(const Nodes& nodes, const Thing& of, int levels) {
    if (nodes.empty() || levels == 0) return;
    if (!of.sums.empty()) tree_.add_sums(nodes, of.sums);
    for (const ThingLink& link : of.after) {
      after(along(nodes, of, link, Side::after, levels), thing(link.type), levels - 1);
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

  Json of(std::string_view type, const Json& keys) {
    const Thing* thing = things_.find(type);
    if (type == "ordem" || keys.empty() || thing == nullptr) {
      return type == "ordem" ? keys : Json::array();
    }
    Json orders = Json::array();
    std::set<std::string> seen;
    for (const ThingLink& link : thing->behind) {
      for (const Json& order : of(link.type, keys_behind(*thing, link, keys))) {
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
      if (one.key.front().is_null()) continue;
      if (seen.insert(one.key.dump()).second) keys.push_back(one.key);
    }
    return keys;
  }

  TraceQueries& queries_;
  ModelWays& ways_;
  const Things& things_;
};

// What else is traced names a lot or two, which no limit cuts.
void find_lots(const TraceNode& node, TraceSources& sources) {
  if (node.type == "lote") {
    const Json& data = node.data;
    const bool known = data["tem_escala"].get<bool>() && data["flag_documento"].get<bool>() &&
                       data["flag_propriedade"].get<bool>();
    const bool animals = data["qtde_meias_carcacas"].get<std::int64_t>() > 0;
    ++sources.lotes;
    sources.with_schedule += known ? 1 : 0;
    sources.with_animals += animals ? 1 : 0;
    if (known && animals) return;
    ++sources.with_lack;
    sources.lacks.push_back({node.type, node.key, node.data, {}});
  }
  for (const TraceNode& child : node.children) find_lots(child, sources);
}

TraceSources sources_of(TraceQueries& queries, ModelWays& ways, const Things& things,
                        const Trace& trace) {
  const Thing& subject = *things.find(trace.subject.type);
  if (subject.by_orders) {
    return queries.source_lots(
        OrdersBehind(queries, ways, things).of(subject.type, Json::array({trace.subject.key})),
        kLacking);
  }
  TraceSources sources;
  find_lots(trace.origin, sources);
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
    transaction.emplace(connection, pg::Isolation::read_only_snapshot);
  }
  const Thing* const subject = things.find(key.type);
  if (subject == nullptr) {
    throw Error(ErrorKind::internal, fmt::format("nothing is known of tracing {}", key.type));
  }
  TraceQueries queries(connection, key.tenant, things);
  ModelWays ways(connection, key.tenant);
  Growth growth(queries, ways, things, *subject, limits);
  growth.foresee_subject(key.key);
  std::vector<TraceNode> found = queries.facts(key.type, Json::array({key.key}));
  if (found.empty()) {
    throw Error(ErrorKind::not_found, fmt::format("{} is not there any more", key.written()));
  }
  Trace trace;
  trace.tenant = key.tenant;
  trace.subject = std::move(found.front());
  trace.origin = trace.subject;  // a lot's farm is there already
  trace.subject.children.clear();
  trace.destination = trace.subject;
  const Json& facts = trace.subject.data;
  trace.traceable = facts["rastreavel"].get<bool>();
  if (!trace.traceable && facts["motivo"].is_string()) {
    trace.reason = facts["motivo"].get<std::string>();
  }
  growth.run(trace);
  trace.sources = sources_of(queries, ways, things, trace);
  if (transaction) transaction->commit();
  return trace;
}

}  // namespace gdo::trace
