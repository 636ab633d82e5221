#include "trace/trace_tree.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

void add_members(Json& data, const Json& more) {
  if (!more.is_object()) return;
  for (const auto& [name, value] : more.items()) {
    if (!data.contains(name)) data[name] = value;
  }
}

// What is known of the things that links lead to, given to as many children as have it.
class KnownThings {
 public:
  KnownThings(TraceQueries& queries, std::string_view type, const std::vector<TraceLink>& links)
      : type_(type) {
    Json keys = Json::array();
    for (const TraceLink& link : links) {
      if (++things_[link.key.dump()].wanted == 1) keys.push_back(link.key);
    }
    for (TraceNode& node : queries.facts(type, keys)) {
      things_[node.key.dump()].node = std::move(node);
    }
  }

  // Once for each link. What has no facts is a node without data.
  TraceNode take(const TraceLink& link) {
    Known& known = things_[link.key.dump()];
    if (!known.node) return {type_, link.key, Json::object(), {}};
    if (--known.wanted > 0) return *known.node;
    return std::move(*known.node);
  }

 private:
  struct Known {
    std::optional<TraceNode> node;
    std::size_t wanted = 0;
  };
  std::string type_;
  std::map<std::string, Known> things_;
};

TraceNode* lot_of(TraceNode& order, const Json& lot) {
  const auto found =
      std::find_if(order.children.begin(), order.children.end(),
                   [&](TraceNode& child) { return child.type == "lote" && child.key == lot; });
  return found == order.children.end() ? nullptr : &*found;
}

}  // namespace

Json keys_of(const std::vector<TraceNode*>& nodes) {
  Json keys = Json::array();
  for (const TraceNode* node : nodes) keys.push_back(node->key);
  return keys;
}

Json keys_of(const std::vector<TraceLink>& links) {
  Json keys = Json::array();
  std::set<std::string> seen;
  for (const TraceLink& link : links) {
    if (seen.insert(link.key.dump()).second) keys.push_back(link.key);
  }
  return keys;
}

std::vector<TraceNode*> TraceTree::attach_children(const std::vector<TraceNode*>& parents,
                                                   const std::vector<TraceLink>& links,
                                                   std::string_view type) {
  if (parents.empty()) return {};
  KnownThings known(queries_, type, links);
  std::map<std::size_t, std::int64_t> left_out;
  for (const TraceLink& one : links) {
    // What is sold without a box of its own has no facts but its line's.
    TraceNode child = known.take(one);
    add_members(child.data, one.link_data);
    parents[one.parent]->children.push_back(std::move(child));
    left_out.try_emplace(one.parent, one.total).first->second -= 1;
  }
  for (const auto& [parent, count] : left_out) parents[parent]->omitted += count;
  std::vector<TraceNode*> children;
  for (TraceNode* parent : parents) {
    for (TraceNode& child : parent->children) {
      if (child.type == type) children.push_back(&child);
    }
  }
  return children;
}

std::vector<TraceNode*> TraceTree::hang_keys(TraceNode& parent, const Json& keys,
                                             std::string_view type) {
  std::vector<TraceLink> links;
  for (const Json& key : keys) {
    if (static_cast<std::int64_t>(links.size()) == limits_.children) break;
    links.emplace_back().key = key;
  }
  KnownThings known(queries_, type, links);
  for (const TraceLink& one : links) parent.children.push_back(known.take(one));
  parent.omitted += static_cast<std::int64_t>(keys.size() - links.size());
  std::vector<TraceNode*> children;
  for (TraceNode& child : parent.children) {
    if (child.type == type) children.push_back(&child);
  }
  return children;
}

void TraceTree::hang_carcasses(const std::vector<TraceNode*>& orders) {
  if (orders.empty()) return;
  std::set<std::string> counted;
  for (TraceLink& link : queries_.carcasses(keys_of(orders), limits_.carcasses)) {
    TraceNode* order = orders[link.parent];
    TraceNode* lot = lot_of(*order, link.lote);
    const bool first = counted.insert(std::to_string(link.parent) + link.lote.dump()).second;
    const bool of_its_lots = link.link_data["lote_da_ordem"].get<bool>();
    link.link_data.erase("lote_da_ordem");
    if (lot == nullptr && of_its_lots) {
      if (first) order->carcasses_of_omitted_lots += link.total;
      continue;
    }
    TraceNode& place = lot == nullptr ? *order : *lot;
    if (first) {
      place.omitted_carcasses += link.total;
      Json& named = place.data["qtde_meias_nomeadas"];
      named = (named.is_null() ? 0 : named.get<std::int64_t>()) + link.total;
    }
    place.omitted_carcasses -= 1;
    place.children.push_back({"carcaca", std::move(link.key), std::move(link.link_data), {}});
  }
}

void TraceTree::add_sums(const std::vector<TraceNode*>& nodes, std::string_view name) {
  if (nodes.empty()) return;
  for (const TraceLink& sum : queries_.sums(name, keys_of(nodes))) {
    add_members(nodes[sum.parent]->data, sum.link_data);
  }
}

}  // namespace gdo::trace
