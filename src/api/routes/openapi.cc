#include <fmt/format.h>

#include <algorithm>

#include "api/problem.h"
#include "api/routes/all_routes.h"
#include "base/version.h"

namespace gdo::api {
namespace {

using Json = nlohmann::ordered_json;
using exports::ValueKind;

Json type_schema(const std::string& type) {
  if (type == "array") return {{"type", "array"}, {"items", Json::object()}};
  if (type.ends_with('?')) {
    return {{"type", Json::array({type.substr(0, type.size() - 1), "null"})}};
  }
  return {{"type", type}};
}

Json value_schema(const Resource& resource, std::size_t index) {
  const exports::ExportedColumn& column = resource.table.columns[index];
  Json type = "string";
  Json schema = Json::object();
  if (column.kind == ValueKind::number) type = column.type == "numeric" ? "number" : "integer";
  if (column.kind == ValueKind::boolean) type = "boolean";
  if (column.kind == ValueKind::date) schema["format"] = "date";
  if (column.kind == ValueKind::moment) schema["format"] = "date-time";
  if (column.type == "text[]") {
    type = "array";
    schema["items"] = {{"type", "string"}};
  }
  if (column.kind == ValueKind::json && column.type != "text[]") {
    return {{"description", "JSON"}};
  }
  // A mask turns numbers into text or takes them away.
  const bool nullable = resource.nullable[index] || column.mask != exports::Mask::none;
  Json whole = {{"type", nullable ? Json::array({type, "null"}) : Json(type)}};
  for (const auto& [name, value] : schema.items()) whole[name] = value;
  if (column.mask != exports::Mask::none) whole["description"] = "dado pessoal: mascarado";
  const auto values = known_values(resource, column.name);
  if (!values.empty()) {
    Json known = Json::array();
    for (const std::string_view value : values) known.push_back(value);
    if (nullable) known.push_back(nullptr);
    whole["enum"] = known;
  }
  return whole;
}

std::string schema_name(const Resource& resource) {
  std::string name = resource.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

Json row_schema(const Resource& resource) {
  Json properties = Json::object();
  for (std::size_t i = 0; i < resource.table.columns.size(); ++i) {
    properties[resource.table.columns[i].name] = value_schema(resource, i);
  }
  return {{"type", "object"}, {"description", resource.description}, {"properties", properties}};
}

Json query_parameter(const std::string& name, Json schema, const std::string& text) {
  Json parameter = {{"name", name}, {"in", "query"}, {"schema", std::move(schema)}};
  if (!text.empty()) parameter["description"] = text;
  return parameter;
}

void add_column_parameters(const Resource& resource, Json& parameters) {
  const Json text = {{"type", "string"}};
  for (const exports::ExportedColumn& column : resource.table.columns) {
    if (column.kind == ValueKind::json && column.type != "text[]") continue;
    parameters.push_back(query_parameter(column.name, text, "igual, ou um de vários: a,b"));
    const bool scalar = column.kind != ValueKind::json;
    if (scalar && column.kind != ValueKind::boolean) {
      parameters.push_back(query_parameter(column.name + ".de", text, "deste em diante"));
      parameters.push_back(query_parameter(column.name + ".ate", text, "até este, inclusive"));
    }
    if (column.kind != ValueKind::text) continue;
    parameters.push_back(query_parameter(column.name + ".prefixo", text, "começa assim"));
    if (is_searchable(column)) {
      parameters.push_back(query_parameter(column.name + ".contem", text, "3 letras ou mais"));
    }
  }
}

Json parameters_of(const Route& route) {
  Json parameters = Json::array();
  std::string_view path = route.path;
  for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) {
    const std::string name(path.substr(at + 1, path.find('}', at) - at - 1));
    parameters.push_back({{"name", name},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}},
                          {"description", "parte vazia: -"}});
  }
  for (const Described& one : route.parameters) {
    parameters.push_back(query_parameter(one.name, type_schema(one.type), one.text));
  }
  if (route.access == Route::Access::keyed) {
    parameters.push_back(
        query_parameter("cliente", {{"type", "string"}}, "o cliente, para chaves de todos"));
  }
  if (route.resource != nullptr && route.method == "GET") {
    parameters.push_back(
        query_parameter("pessoais", {{"type", "string"}, {"enum", {"0", "1"}}},
                        "1: dados pessoais sem máscara, com registro; operador e admin"));
  }
  if (!route.list) return parameters;
  add_column_parameters(*route.resource, parameters);
  parameters.push_back(query_parameter("campos", {{"type", "string"}}, "só estas colunas: a,b"));
  parameters.push_back(query_parameter("ordem", {{"type", "string"}}, "coluna, ou -coluna"));
  parameters.push_back(query_parameter(
      "limite", {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}}, ""));
  parameters.push_back(query_parameter("cursor", {{"type", "string"}}, "o de proximo"));
  parameters.push_back(
      {{"name", "Prefer"},
       {"in", "header"},
       {"schema", {{"type", "string"}, {"enum", {"count=exact", "count=estimated"}}}}});
  return parameters;
}

Json answer_schema(const Route& route) {
  if (route.list) {
    const Json rows = {{"$ref", "#/components/schemas/" + schema_name(*route.resource)}};
    return {{"type", "object"},
            {"required", {"dados", "proximo"}},
            {"properties",
             {{"dados", {{"type", "array"}, {"items", rows}}},
              {"proximo", {{"type", {"string", "null"}}}},
              {"total", {{"type", "integer"}}}}}};
  }
  if (route.resource != nullptr && route.members.empty()) {
    return {{"$ref", "#/components/schemas/" + schema_name(*route.resource)}};
  }
  Json properties = Json::object();
  for (const Described& member : route.members) {
    properties[member.name] = type_schema(member.type);
    if (!member.text.empty()) properties[member.name]["description"] = member.text;
  }
  Json schema = {{"type", "object"}};
  if (!properties.empty()) schema["properties"] = properties;
  return schema;
}

Json responses_of(const Route& route) {
  Json content = Json::object();
  for (const std::string& type : route.types) {
    const bool json = type == "application/json";
    content[type] = {{"schema", json ? answer_schema(route) : Json{{"type", "string"}}}};
  }
  Json responses = {
      {std::to_string(route.success), {{"description", "feito"}, {"content", content}}}};
  // What came before is not accepted once more.
  if (route.success == 202) {
    responses["200"] = {{"description", "já tinha vindo"}, {"content", content}};
  }
  if (route.resource != nullptr && route.resource->gold) {
    responses["304"] = {{"description", "nada mudou desde esse ETag"}};
  }
  const Json problem = {{"$ref", "#/components/responses/problema"}};
  if (route.access == Route::Access::keyed) {
    for (const char* status : {"400", "401", "403", "404", "429", "503"}) {
      responses[status] = problem;
    }
  } else {
    responses[route.access == Route::Access::local ? "403" : "400"] = problem;
  }
  if (!route.body_types.empty()) {
    for (const char* status : {"409", "413", "415"}) responses[status] = problem;
  }
  responses["default"] = problem;
  return responses;
}

std::string operation_id(const Route& route) {
  std::string id = route.method;
  for (char& c : id) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char c : route.path) {
    id += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return id;
}

Json operation(const Route& route) {
  Json one = {{"operationId", operation_id(route)},
              {"summary", route.summary},
              {"parameters", parameters_of(route)}};
  if (!route.body_types.empty()) {
    Json content = Json::object();
    for (const std::string& type : route.body_types) {
      const bool json = type == "application/json";
      content[type] = {{"schema", json ? Json::object() : Json{{"type", "string"}}}};
    }
    one["requestBody"] = {{"required", true}, {"content", content}};
  }
  one["responses"] = responses_of(route);
  if (route.access != Route::Access::keyed) one["security"] = Json::array();
  return one;
}

Json problem_schema() {
  Json codes = Json::array();
  for (const ProblemKind& kind : problem_kinds()) codes.push_back(kind.code);
  return {{"type", "object"},
          {"required", {"type", "title", "status", "detail", "instance", "codigo", "id"}},
          {"properties",
           {{"type", {{"type", "string"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"detail", {{"type", "string"}}},
            {"instance", {{"type", "string"}}},
            {"codigo", {{"type", "string"}, {"enum", codes}}},
            {"parametro", {{"type", "string"}}},
            {"id", {{"type", "string"}}}}}};
}

}  // namespace

Json openapi_document(const std::vector<Route>& routes) {
  Json schemas = Json::object();
  for (const Resource& resource : resources()) {
    schemas[schema_name(resource)] = row_schema(resource);
  }
  schemas["problema"] = problem_schema();
  Json paths = Json::object();
  for (const Route& route : routes) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    paths[route.path][method] = operation(route);
  }
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "GDO"},
            {"version", kVersion},
            {"description", "Rastreabilidade da carne bovina: da caixa à fazenda."},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", Json::array({{{"url", "/"}}})},
          {"security", Json::array({{{"chave", Json::array()}}})},
          {"paths", paths},
          {"components",
           {{"securitySchemes", {{"chave", {{"type", "http"}, {"scheme", "bearer"}}}}},
            {"responses",
             {{"problema",
               {{"description", "por que não (RFC 9457)"},
                {"content",
                 {{"application/problem+json",
                   {{"schema", {{"$ref", "#/components/schemas/problema"}}}}}}}}}}},
            {"schemas", schemas}}}};
}

}  // namespace gdo::api
