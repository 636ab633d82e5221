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
  KnownThings(TraceQueries& queries, std::string_view tipo, const std::vector<TraceLink>& links)
      : tipo_(tipo) {
    Json keys = Json::array();
    for (const TraceLink& link : links) {
      if (++things_[link.chave.dump()].wanted == 1) keys.push_back(link.chave);
    }
    for (TraceNode& node : queries.facts(tipo, keys)) {
      things_[node.chave.dump()].node = std::move(node);
    }
  }

  // Once for each link. What has no facts is a node without data.
  TraceNode take(const TraceLink& link) {
    Known& known = things_[link.chave.dump()];
    if (!known.node) return {tipo_, link.chave, Json::object(), {}};
    if (--known.wanted > 0) return *known.node;
    return std::move(*known.node);
  }

 private:
  struct Known {
    std::optional<TraceNode> node;
    std::size_t wanted = 0;
  };
  std::string tipo_;
  std::map<std::string, Known> things_;
};

TraceNode* lot_of(TraceNode& order, const Json& lot) {
  const auto found = std::find_if(order.filhos.begin(), order.filhos.end(), [&](TraceNode& child) {
    return child.tipo == "lote" && child.chave == lot;
  });
  return found == order.filhos.end() ? nullptr : &*found;
}

}  // namespace

Json keys_of(const std::vector<TraceNode*>& nodes) {
  Json keys = Json::array();
  for (const TraceNode* node : nodes) keys.push_back(node->chave);
  return keys;
}

Json keys_of(const std::vector<TraceLink>& links) {
  Json keys = Json::array();
  std::set<std::string> seen;
  for (const TraceLink& link : links) {
    if (seen.insert(link.chave.dump()).second) keys.push_back(link.chave);
  }
  return keys;
}

std::vector<TraceNode*> TraceTree::hang(const std::vector<TraceNode*>& parents,
                                        const std::vector<TraceLink>& links,
                                        std::string_view tipo) {
  if (parents.empty()) return {};
  KnownThings known(queries_, tipo, links);
  std::map<std::size_t, std::int64_t> left_out;
  for (const TraceLink& one : links) {
    // What is sold without a box of its own has no facts but its line's.
    TraceNode child = known.take(one);
    add_members(child.dados, one.linha);
    parents[one.parent]->filhos.push_back(std::move(child));
    left_out.try_emplace(one.parent, one.total).first->second -= 1;
  }
  for (const auto& [parent, count] : left_out) parents[parent]->omitidos += count;
  std::vector<TraceNode*> children;
  for (TraceNode* parent : parents) {
    for (TraceNode& child : parent->filhos) {
      if (child.tipo == tipo) children.push_back(&child);
    }
  }
  return children;
}

std::vector<TraceNode*> TraceTree::hang_keys(TraceNode& parent, const Json& keys,
                                             std::string_view tipo) {
  std::vector<TraceLink> links;
  for (const Json& key : keys) {
    if (static_cast<std::int64_t>(links.size()) == limits_.children) break;
    links.emplace_back().chave = key;
  }
  KnownThings known(queries_, tipo, links);
  for (const TraceLink& one : links) parent.filhos.push_back(known.take(one));
  parent.omitidos += static_cast<std::int64_t>(keys.size() - links.size());
  std::vector<TraceNode*> children;
  for (TraceNode& child : parent.filhos) {
    if (child.tipo == tipo) children.push_back(&child);
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
    const bool of_its_lots = link.linha["lote_da_ordem"].get<bool>();
    link.linha.erase("lote_da_ordem");
    if (lot == nullptr && of_its_lots) {
      if (first) order->carcacas_de_lotes_omitidos += link.total;
      continue;
    }
    TraceNode& place = lot == nullptr ? *order : *lot;
    if (first) {
      place.carcacas_omitidas += link.total;
      Json& named = place.dados["qtde_meias_nomeadas"];
      named = (named.is_null() ? 0 : named.get<std::int64_t>()) + link.total;
    }
    place.carcacas_omitidas -= 1;
    place.filhos.push_back({"carcaca", std::move(link.chave), std::move(link.linha), {}});
  }
}

void TraceTree::add_sums(const std::vector<TraceNode*>& nodes, std::string_view name) {
  if (nodes.empty()) return;
  for (const TraceLink& sum : queries_.sums(name, keys_of(nodes))) {
    add_members(nodes[sum.parent]->dados, sum.linha);
  }
}

}  // namespace gdo::trace
