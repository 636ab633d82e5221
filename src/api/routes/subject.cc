#include "api/routes/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/query/list_sql.h"
#include "api/query/row_values.h"
#include "trace/masking.h"
#include "trace/things.h"
#include "trace/trace.h"
#include "trace/trace_missing.h"

namespace gdo::api {
namespace {

using Json = nlohmann::ordered_json;
using exports::ValueKind;

struct TracedKind {
  std::string_view resource;
  std::string_view type;
};
constexpr TracedKind kTraced[] = {{"animais", "animal"},
                                  {"lotes-abate", "lote"},
                                  {"ordens-desossa", "ordem"},
                                  {"caixas", "caixa"},
                                  {"vendas", "venda"}};

// The columns that make a node's key.
std::vector<std::string> node_columns(std::string_view type) {
  const trace::Thing* thing = trace::built_in_things().find(type);
  return thing == nullptr ? std::vector<std::string>{} : thing->key;
}

Json key_json(const Resource& resource, const std::vector<std::string>& names,
              const pg::Result& rows) {
  Json key = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const int column = static_cast<int>(i);
    const auto& one = resource.table.columns[resource.column(names[i])];
    key[names[i]] = one.kind == ValueKind::number ? Json(rows.integer(0, column))
                                                  : Json(std::string(rows.text(0, column)));
  }
  return key;
}

ListQuery key_query(const Resource& resource, const std::vector<std::string>& names,
                    const std::vector<std::string>& written) {
  ListQuery query;
  for (const std::string& name : names) query.fields.push_back(resource.column(name));
  for (std::size_t i = 0; i < resource.key.size(); ++i) {
    const std::size_t column = resource.column(resource.key[i]);
    auto value =
        column_value(resource.table.columns[column], written.at(i) == "-" ? "" : written.at(i));
    if (!value) refuse_missing();
    query.conditions.push_back({column, Condition::Kind::equal, {std::move(*value)}});
  }
  for (const std::size_t column : resource.table.key) query.order.push_back({column, false});
  return query;
}

// A buyer's sales are no other buyer's business.
void leave_own_sales(const Call& call, trace::TraceNode& node) {
  const auto is_foreign = [&](const trace::TraceNode& child) {
    if (child.type != "venda") return false;
    const Json& buyer =
        child.data.contains("nf_cnpj_destino") ? child.data["nf_cnpj_destino"] : Json(nullptr);
    return !buyer.is_string() || std::find(call.caller->cnpjs.begin(), call.caller->cnpjs.end(),
                                           buyer.get<std::string>()) == call.caller->cnpjs.end();
  };
  std::erase_if(node.children, is_foreign);
  for (trace::TraceNode& child : node.children) leave_own_sales(call, child);
}

}  // namespace

std::string_view trace_type(const Resource& resource) {
  for (const TracedKind& kind : kTraced) {
    if (kind.resource == resource.name) return kind.type;
  }
  return {};
}

namespace {

// The values of these columns of the row, when the caller may see it; else Refused(404).
Json visible_key(const Call& call, const Resource& resource, pg::Connection& connection,
                 const std::vector<std::string>& names, const std::vector<std::string>& written) {
  const ListQuery query = key_query(resource, names, written);
  const Statement statement =
      rows_statement(resource, query, fetched_table(resource, query), call.view(), std::nullopt, 1);
  const pg::Result rows = connection.query(statement.sql, statement.params);
  if (rows.rows() == 0) refuse_missing();
  return key_json(resource, names, rows);
}

// As it is written, for those who see every row of their tenant: whether there is such a row is
// found out by who asks for it.
Json written_key(const Resource& resource, const std::vector<std::string>& names,
                 const std::vector<std::string>& written) {
  const ListQuery query = key_query(resource, names, written);
  Json key = Json::object();
  for (const std::string& name : names) {
    const std::size_t column = resource.column(name);
    const auto known = std::find_if(query.conditions.begin(), query.conditions.end(),
                                    [&](const Condition& one) { return one.column == column; });
    if (known == query.conditions.end()) return nullptr;  // another column than the path's
    const std::string& value = known->values.front();
    const bool number = resource.table.columns[column].kind == ValueKind::number;
    key[name] = number ? Json(std::stoll(value)) : Json(value);
  }
  return key;
}

}  // namespace

trace::FoundKey traced_subject(const Call& call, const Resource& resource,
                               pg::Connection& connection) {
  const std::string type(trace_type(resource));
  const bool sees_all = call.caller->role != Role::industry && call.caller->role != Role::retail;
  const Json key = sees_all ? written_key(resource, node_columns(type), call.args) : Json(nullptr);
  if (key.is_object()) return {type, call.tenant, key};
  return subject_of(call, resource, connection, call.args);
}

trace::FoundKey subject_of(const Call& call, const Resource& resource, pg::Connection& connection,
                           const std::vector<std::string>& written) {
  const std::string type(trace_type(resource));
  return {type, call.tenant, visible_key(call, resource, connection, node_columns(type), written)};
}

lineage::TableKey row_of(const Call& call, const Resource& resource, pg::Connection& connection) {
  std::vector<std::string> names;
  for (const std::size_t column : resource.table.key) {
    names.push_back(resource.table.columns[column].name);
  }
  return {resource.table.name, call.tenant,
          visible_key(call, resource, connection, names, call.args)};
}

Json trace_for(const Call& call, pg::Connection& connection, const trace::FoundKey& key) {
  trace::Trace trace = trace::trace(connection, key, {});
  // Files and rejections are the operators' work.
  if (call.caller->role == Role::staff || call.caller->role == Role::admin) {
    trace.lacks = trace::missing_of(connection, trace);
  }
  if (call.caller->role == Role::retail) leave_own_sales(call, trace.destination);
  if (!call.in_clear) trace::mask_personal(trace);
  return trace::trace_document(std::move(trace));
}

}  // namespace gdo::api
