#include "trace/trace_missing.h"

#include <set>
#include <tuple>

#include "trace/missing_things.h"
#include "trace/trace_queries.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// Unit, order, day and reason: boxes that the worklist counts together.
using GroupKey = std::tuple<std::string, std::string, std::string, std::string>;

std::string known_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : "";
}

void add_box(const TraceNode& box, std::set<GroupKey>& groups) {
  if (box.data["rastreavel"].get<bool>()) return;
  groups.insert({known_text(box.key["nr_unidade_desossa"]), known_text(box.data["nr_op_desossa"]),
                 known_text(box.data["dt_abate"]), known_text(box.data["motivo"])});
}

std::set<GroupKey> groups_of(pg::Connection& connection, const Trace& trace) {
  std::set<GroupKey> groups;
  if (trace.subject.type == "caixa") {
    add_box(trace.subject, groups);
    return groups;
  }
  constexpr std::int64_t kBoxes = 10'000;
  TraceQueries queries(connection, trace.tenant);
  Json boxes = Json::array();
  for (const TraceLink& line :
       queries.links("venda_caixas", Json::array({trace.subject.key}), kBoxes)) {
    if (!line.key.front().is_null()) boxes.push_back(line.key);
  }
  if (boxes.empty()) return groups;
  for (const TraceNode& box : queries.facts("caixa", boxes)) add_box(box, groups);
  return groups;
}

Json order_of(const std::string& unit, const std::string& number) {
  return {{"nr_unidade_desossa", unit}, {"nr_op_desossa", number}};
}

}  // namespace

std::vector<MissingThing> missing_of(pg::Connection& connection, const Trace& trace) {
  const std::string& kind = trace.subject.type;
  if (trace.traceable || (kind != "caixa" && kind != "ordem" && kind != "venda")) return {};
  Json orders = Json::array();
  std::set<GroupKey> wanted;
  if (kind == "ordem") {
    orders.push_back(order_of(known_text(trace.subject.key["nr_unidade_desossa"]),
                              known_text(trace.subject.key["nr_op_desossa"])));
  } else {
    wanted = groups_of(connection, trace);
    for (const auto& [unit, number, day, reason] : wanted) orders.push_back(order_of(unit, number));
  }
  if (orders.empty()) return {};
  UntracedRequest request;
  request.tenant = trace.tenant;
  request.orders = orders.dump();
  const UntracedFacts facts = untraced_facts(connection, trace.tenant, request);
  MissingThings missing(facts);
  std::set<std::string> names;
  for (std::size_t i = 0; i < facts.groups.size(); ++i) {
    const BoxGroup& group = facts.groups[i];
    if (!wanted.empty() && !wanted.contains({group.unit, group.order, group.day, group.reason})) {
      continue;
    }
    names.merge(missing.of_group(i));
  }
  std::vector<MissingThing> things;
  for (const std::string& name : names) things.push_back(missing.things().at(name));
  return things;
}

}  // namespace gdo::trace
