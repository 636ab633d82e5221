#include "trace/masking.h"

#include <array>
#include <cmath>

#include "trace/things.h"
#include "values/masking.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

struct Person {
  const char* document;
  const char* name;
  const char* registration;
};
constexpr std::array<Person, 2> kPersons = {
    {{"prod_cpf_cnpj", "prod_nome_razaosocial", "prod_nr_ie"},
     {"nf_cnpj_destino", "nf_destino_nome_razaosocial", ""}}};

const std::string* text_in(const Json& data, const char* member) {
  const auto found = data.find(member);
  return found == data.end() ? nullptr : found->get_ptr<const std::string*>();
}

void mask_person(Json& data, const Person& person) {
  const std::string* document = text_in(data, person.document);
  // Who has no document is taken for a natural person.
  if (document != nullptr && values::is_company_document(*document)) return;
  if (document != nullptr) data[person.document] = values::mask_document(*document);
  if (const std::string* name = text_in(data, person.name)) {
    data[person.name] = values::initials(*name);
  }
  if (data.contains(person.registration)) data[person.registration] = nullptr;
}

void round_place(Json& data, const char* member) {
  const auto found = data.find(member);
  if (found == data.end() || !found->is_number()) return;
  *found = std::round(found->get<double>() * 100) / 100;
}

void mask_node(TraceNode& node) {
  mask_personal(node.key);
  for (const Person& person : kPersons) mask_person(node.data, person);
  round_place(node.data, "faz_geo_latitude");
  round_place(node.data, "faz_geo_longitude");
  for (TraceNode& child : node.children) mask_node(child);
}

void mask_farm_name(TraceNode& node) {
  const std::string* document = text_in(node.data, "prod_cpf_cnpj");
  const std::string* farm = text_in(node.data, "faz_nome");
  const bool company = document != nullptr && values::is_company_document(*document);
  if (farm != nullptr && !company) node.data["faz_nome"] = values::initials(*farm);
  for (TraceNode& child : node.children) mask_farm_name(child);
}

// What a model's head calls personal, as exports of its table mask it.
Json masked_value(const std::string& column, const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  if (text == nullptr) return nullptr;
  const auto has = [&](const char* part) { return column.find(part) != std::string::npos; };
  if (has("cpf") || has("cnpj")) {
    return values::is_company_document(*text) ? *text : values::mask_document(*text);
  }
  return has("nome") ? values::initials(*text) : std::string(values::kWithheld);
}

void mask_of_models(TraceNode& node, const Things& things) {
  const Thing* thing = things.find(node.type);
  if (thing != nullptr && thing->model != nullptr) {
    for (const std::string& column : thing->model->personal) {
      if (const auto found = node.data.find(column); found != node.data.end()) {
        *found = masked_value(column, *found);
      }
    }
  }
  for (TraceNode& child : node.children) mask_of_models(child, things);
}

}  // namespace

void mask_personal(Json& key) {
  const std::string* farm = text_in(key, "chave_fazenda");
  if (farm != nullptr) key["chave_fazenda"] = values::mask_farm_key(*farm);
}

void mask_personal(Trace& trace, const Things& things) {
  mask_personal(trace);
  mask_of_models(trace.subject, things);
  mask_of_models(trace.origin, things);
  mask_of_models(trace.destination, things);
}

void mask_farm_names(Trace& trace) {
  mask_farm_name(trace.subject);
  mask_farm_name(trace.origin);
  mask_farm_name(trace.destination);
}

void mask_personal(Trace& trace) {
  mask_node(trace.subject);
  mask_node(trace.origin);
  mask_node(trace.destination);
}

}  // namespace gdo::trace
