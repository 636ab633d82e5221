#include "contract/json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "contract/field_schema.h"

namespace gdo::contract {
namespace {

// An object whose members are added one by one, some of them inside others.
class ObjectSchema {
 public:
  explicit ObjectSchema(const std::string& description) {
    if (!description.empty()) schema_["description"] = description;
    schema_["type"] = "object";
    schema_["properties"] = Json::object();
    schema_["required"] = Json::array();
  }

  void add(std::span<const std::string> path, bool required, Json member) {
    add(schema_, path, required, std::move(member));
  }

  Json finish(Drift drift) {
    if (schema_["required"].empty()) schema_.erase("required");
    if (drift == Drift::freeze) schema_["additionalProperties"] = false;
    return std::move(schema_);
  }

 private:
  static void add(Json& object, std::span<const std::string> path, bool required, Json member) {
    const std::string& name = path.front();
    Json& names = object["required"];
    if (required && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
    Json& properties = object["properties"];
    if (path.size() == 1) {
      properties[name] = std::move(member);
      return;
    }
    if (!properties.contains(name)) {
      properties[name] = {{"type", Json::array({"object"})}, {"properties", Json::object()}};
      if (!required) properties[name]["type"].push_back("null");
    }
    add(properties[name], path.subspan(1), required, std::move(member));
    if (properties[name].contains("required") && properties[name]["required"].is_null()) {
      properties[name].erase("required");
    }
  }

  Json schema_ = Json::object();
};

Json array_of(Json element, const std::string& description, bool required) {
  Json schema = Json::object();
  if (!description.empty()) schema["description"] = description;
  schema["type"] = required ? Json("array") : Json::array({"array", "null"});
  schema["items"] = std::move(element);
  return schema;
}

void add_fields(const std::vector<Field>& fields, Level level, ObjectSchema& object) {
  for (const Field& field : fields) {
    if (field.level != level || field.path.empty()) continue;
    object.add(field.path, field.required, field_schema(field));
  }
}

void add_children(const Contract& contract, ObjectSchema& object) {
  for (const Child& child : contract.children) {
    ObjectSchema element("");
    add_fields(child.fields, Level::item, element);
    const std::vector<std::string> path = {child.array};
    object.add(path, child.required,
               array_of(element.finish(contract.drift), child.description, child.required));
  }
}

// A record of one shape.
Json contract_schema(const Contract& contract) {
  ObjectSchema record(contract.description);
  add_fields(contract.fields, Level::record, record);
  if (contract.items.empty()) {
    add_children(contract, record);
    return record.finish(contract.drift);
  }
  ObjectSchema item("");
  add_fields(contract.fields, Level::item, item);
  add_children(contract, item);
  const std::vector<std::string> path = {contract.items};
  record.add(path, false, array_of(item.finish(contract.drift), "", false));
  return record.finish(contract.drift);
}

// No entity has a capital letter.
constexpr const char* kRecord = "Registro";

Json reference_to(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

// The record has one of these members, not null.
Json has_one_of(const std::vector<std::string>& members) {
  Json choices = Json::array();
  for (const std::string& member : members) {
    Json there = {{"required", Json::array({member})}};
    there["properties"][member] = {{"not", {{"type", "null"}}}};
    choices.push_back(std::move(there));
  }
  return {{"anyOf", std::move(choices)}};
}

// Shapes are asked in order: each is for the records that none before it took.
Json record_schema(const Payload& payload) {
  if (payload.contracts.size() == 1 && payload.contracts.front()->any_of.empty()) {
    return reference_to(payload.contracts.front()->entity);
  }
  Json shapes = Json::array();
  Json earlier = Json::array();
  for (const Contract* contract : payload.contracts) {
    Json all = Json::array({reference_to(contract->entity)});
    if (!contract->any_of.empty()) all.push_back(has_one_of(contract->any_of));
    if (!earlier.empty()) all.push_back({{"not", {{"anyOf", earlier}}}});
    if (!contract->any_of.empty()) earlier.push_back(has_one_of(contract->any_of));
    shapes.push_back({{"allOf", std::move(all)}});
  }
  return {{"oneOf", std::move(shapes)}};
}

// A file: one record, or an array of them, where the contract says.
Json document_schema(const Payload& payload) {
  const Json record = reference_to(kRecord);
  Json document = {{"anyOf", Json::array({record, Json{{"type", "array"}, {"items", record}}})}};
  for (auto member = payload.container.rbegin(); member != payload.container.rend(); ++member) {
    Json outer = {{"type", "object"}, {"required", Json::array({*member})}};
    outer["properties"][*member] = std::move(document);
    document = std::move(outer);
  }
  return document;
}

std::string versions(const Payload& payload) {
  std::string text;
  for (const Contract* contract : payload.contracts) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {}", contract->entity, contract->version_label());
  }
  return text;
}

}  // namespace

std::string json_schema(const Payload& payload) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"$id", "urn:gdo:contrato:" + payload.name},
                 {"$comment", "Contratos: " + versions(payload) +
                                  ". Somas, datas e dígitos verificadores são conferidos depois; "
                                  "espaços nas pontas são aceitos."},
                 {"title", payload.name}};
  schema.update(document_schema(payload));
  Json definitions = Json::object();
  definitions[kRecord] = record_schema(payload);
  for (const Contract* contract : payload.contracts) {
    definitions[contract->entity] = contract_schema(*contract);
  }
  schema["$defs"] = std::move(definitions);
  return schema.dump(2) + "\n";
}

}  // namespace gdo::contract
