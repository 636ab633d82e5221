#pragma once

#include <cstdint>
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

}  // namespace gdo::trace
