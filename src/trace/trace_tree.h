#pragma once

#include <compare>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "trace/trace_queries.h"

namespace gdo::trace {

nlohmann::ordered_json keys_of(const std::vector<TraceNode*>& nodes);
// What links lead to, each once, in order.
nlohmann::ordered_json keys_of(const std::vector<TraceLink>& links);

// Grows a tree a level at a time: two queries a level, however many nodes it has.
class TraceTree {
 public:
  TraceTree(TraceQueries& queries, const TraceLimits& limits)
      : queries_(queries), limits_(limits) {}

  // The children that links lead to, hung under their parents. What the link says is added to
  // the child's data. The pointers hold until something is hung under the same parents again.
  std::vector<TraceNode*> attach_children(const std::vector<TraceNode*>& parents,
                                          const std::vector<TraceLink>& links,
                                          std::string_view type);
  // The children that have these keys, hung under one parent, in their order; those of which
  // nothing is known, too.
  std::vector<TraceNode*> hang_keys(TraceNode& parent, const nlohmann::ordered_json& keys,
                                    std::string_view type);
  // Half-carcasses that orders name, under the order's node of their lot; those of lots that
  // the order does not draw from, under the order. Those of a lot that was left out are counted.
  void hang_carcasses(const std::vector<TraceNode*>& orders);
  // What a query adds up for each, put into its data.
  void add_sums(const std::vector<TraceNode*>& nodes, std::string_view name);

 private:
  TraceQueries& queries_;
  TraceLimits limits_;
};

struct PlantDay {
  std::string unit;  // nr_unidade_abate; empty when it cannot be read
  std::string day;   // dt_abate; the same
  std::strong_ordering operator<=>(const PlantDay&) const = default;
  bool known() const { return !unit.empty() && !day.empty(); }
};

struct LotKey {
  PlantDay of;
  std::int64_t number = 0;  // 0 = it cannot be read
  std::strong_ordering operator<=>(const LotKey&) const = default;
  bool known() const { return of.known() && number > 0; }
};

struct OrderKey {
  std::string unit;  // nr_unidade_desossa
  std::string number;
  PlantDay of;
  std::strong_ordering operator<=>(const OrderKey&) const = default;
};

inline nlohmann::ordered_json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}
inline nlohmann::ordered_json key_json(const PlantDay& key) {
  return {{"nr_unidade_abate", text_or_null(key.unit)}, {"dt_abate", text_or_null(key.day)}};
}
inline nlohmann::ordered_json key_json(const LotKey& key) {
  nlohmann::ordered_json json = key_json(key.of);
  json["nr_lote_abate"] = key.number;
  return json;
}
inline nlohmann::ordered_json key_json(const OrderKey& key) {
  nlohmann::ordered_json json = {{"nr_unidade_desossa", key.unit}, {"nr_op_desossa", key.number}};
  json.update(key_json(key.of));
  return json;
}

// A list of keys as one parameter.
template <typename Keys>
std::string keys_json(const Keys& keys) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& key : keys) list.push_back(key_json(key));
  return list.dump();
}

}  // namespace gdo::trace
