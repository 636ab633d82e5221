#include "trace/trace_missing.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/outside_text.h"
#include "base/translation.h"
#include "trace/missing_things.h"
#include "trace/things.h"
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

namespace {

// The part of a key that says most: a barcode, a number.
std::string searched_part(const WrittenKey& key) {
  const std::vector<std::string> parts = key_parts(key.text);
  return *std::max_element(
      parts.begin(), parts.end(),
      [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
}

std::vector<std::string> texts_of(const pg::Result& rows) {
  std::vector<std::string> all;
  for (int row = 0; row < rows.rows(); ++row) all.emplace_back(rows.text(row, 1));
  return all;
}

std::string second_column(const pg::Result& rows) {
  return fmt::format("{}", fmt::join(texts_of(rows), ", "));
}

}  // namespace

std::vector<std::string> explain_absence(pg::Connection& connection, const WrittenKey& key,
                                         const std::vector<std::string>& tenants) {
  const std::string part = searched_part(key);
  if (part.empty() || tenants.empty() || !is_storable_text(part)) return {};
  const auto ask = [&](const char* query) {
    return connection.query(trace_query(query), {pg::text_array(tenants), part});
  };
  std::vector<std::string> reasons;
  if (const std::size_t slashes = key_parts(key.text).size() - 1; slashes >= kMostParts) {
    reasons.push_back(
        trf("a key of several values is not looked for where it holds {} '/'; "
            "the most is {}",
            slashes, kMostParts - 1));
  }
  const auto others = ask("ausencia/outras_unidades.sql");
  if (others.rows() > 0) {
    reasons.push_back(trf("a box of this barcode is there: gdo trace caixa:{}",
                          fmt::join(texts_of(others), ", caixa:")));
  }
  const auto behind = ask("ausencia/linhas_trusted.sql");
  const bool known = others.rows() > 0 || behind.rows() > 0;
  if (behind.rows() > 0 && others.rows() == 0) {
    reasons.push_back(
        trf("it is in {}, and gold is behind: gdo run service", second_column(behind)));
  }
  if (const auto rows = ask("ausencia/linhas_de_venda.sql"); rows.rows() > 0 && !known) {
    reasons.push_back(
        trf("no file of caixas brought this box; only a sale names it: "
            "gdo trace pedido:{}",
            rows.text(0, 1)));
  }
  if (const auto rows = ask("ausencia/rejeicoes.sql"); rows.rows() > 0) {
    reasons.push_back(trf("it stands in {}: gdo rejected show ID", second_column(rows)));
  }
  if (const auto rows = ask("ausencia/lotes_a_julgar.sql"); rows.rows() > 0) {
    reasons.push_back(trf("{} lotes still wait for trusted: gdo run", rows.text(0, 1)));
  }
  return reasons;
}

}  // namespace gdo::trace
