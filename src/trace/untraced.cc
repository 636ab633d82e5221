#include "trace/untraced.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "gold/changes.h"
#include "trace/missing_things.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// A thing while boxes are counted: what it frees and what waits for it, by the boxes' reason.
struct ThingTotal {
  MissingThing thing;
  std::map<std::string, std::pair<double, double>> kilos;  // freed, waiting
};

// The reason whose boxes it frees most of: a thing stands in the list once.
const std::string& main_reason(const ThingTotal& total) {
  return std::max_element(total.kilos.begin(), total.kilos.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

void count(ThingTotal& total, const BoxGroup& group, bool alone) {
  auto& [freed, waiting] = total.kilos[group.reason];
  total.thing.boxes_waiting += group.boxes;
  total.thing.kg_waiting += group.kg;
  waiting += group.kg;
  if (!alone) return;
  total.thing.boxes += group.boxes;
  total.thing.kg += group.kg;
  freed += group.kg;
}

class Causes {
 public:
  void add(const std::string& tenant, const UntracedFacts& facts);
  std::vector<UntracedCause> ranked();

 private:
  std::map<std::string, UntracedCause> by_reason_;
};

void Causes::add(const std::string& tenant, const UntracedFacts& facts) {
  MissingThings missing(facts);
  std::map<std::string, ThingTotal> totals;
  for (std::size_t i = 0; i < facts.groups.size(); ++i) {
    const BoxGroup& group = facts.groups[i];
    UntracedCause& cause = by_reason_[group.reason];
    cause.reason = group.reason;
    cause.boxes += group.boxes;
    cause.kg += group.kg;
    const std::set<std::string> names = missing.of_group(i);
    for (const std::string& name : names) {
      ThingTotal& total = totals[name];
      if (total.thing.type.empty()) total.thing = missing.things().at(name);
      count(total, group, names.size() == 1);
    }
  }
  for (auto& [name, total] : totals) {
    total.thing.tenant = tenant;
    // What no box doubts any more is known when all have been heard.
    const MissingThing& heard = missing.things().at(name);
    total.thing.otherwise = heard.otherwise;
    total.thing.plant_guessed = heard.plant_guessed;
    std::vector<MissingThing>& list = by_reason_[main_reason(total)].lacks;
    list.push_back(std::move(total.thing));
  }
}

std::vector<UntracedCause> Causes::ranked() {
  std::vector<UntracedCause> causes;
  for (auto& [reason, cause] : by_reason_) {
    std::stable_sort(cause.lacks.begin(), cause.lacks.end(),
                     [](const MissingThing& a, const MissingThing& b) {
                       return std::tie(a.kg, a.kg_waiting) > std::tie(b.kg, b.kg_waiting);
                     });
    causes.push_back(std::move(cause));
  }
  std::stable_sort(causes.begin(), causes.end(),
                   [](const UntracedCause& a, const UntracedCause& b) { return a.kg > b.kg; });
  return causes;
}

// Kilos have three decimals; a sum of doubles has more.
double grams(double kg) { return std::round(kg * 1000) / 1000; }

template <typename T>
Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json thing_json(const MissingThing& thing) {
  Json json = missing_json(thing);
  json["caixas"] = thing.boxes;
  json["kg"] = grams(thing.kg);
  json["caixas_esperam"] = thing.boxes_waiting;
  json["kg_esperam"] = grams(thing.kg_waiting);
  json["token_cliente"] = thing.tenant;
  return json;
}

}  // namespace

Json missing_json(const MissingThing& thing) {
  Json otherwise = nullptr;
  if (const auto& other = thing.otherwise) {
    otherwise = {{"payload", other->payload},
                 {"chave", other->key},
                 {"arquivo", value_or_null(other->file)},
                 {"nr_registro", value_or_null(other->record_number)},
                 {"regra", value_or_null(other->rule)},
                 {"planta_suposta", other->plant_guessed}};
  }
  return {{"tipo", thing.type},
          {"payload", thing.payload},
          {"chave", thing.key},
          {"arquivo", value_or_null(thing.file)},
          {"nr_registro", value_or_null(thing.record_number)},
          {"regra", value_or_null(thing.rule)},
          {"rejeicao_id", value_or_null(thing.rejection_id)},
          {"ou", std::move(otherwise)},
          {"planta_suposta", thing.plant_guessed}};
}

Untraced untraced(pg::Connection& connection, const UntracedRequest& request) {
  // One picture of gold, however many questions.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection, pg::Isolation::read_only_snapshot);
  }
  const std::vector<std::string> tenants = request.tenant.empty()
                                               ? gold::known_tenants(connection)
                                               : std::vector<std::string>{request.tenant};
  Untraced result;
  if (!request.day.empty()) result.day = request.day;
  Causes causes;
  for (const std::string& tenant : tenants) {
    const UntracedFacts facts = untraced_facts(connection, tenant, request);
    result.boxes += facts.boxes;
    result.traceable += facts.traceable;
    causes.add(tenant, facts);
  }
  if (transaction) transaction->commit();
  result.causes = causes.ranked();
  return result;
}

Json untraced_json(const Untraced& untraced) {
  Json causes = Json::array();
  for (const UntracedCause& cause : untraced.causes) {
    Json things = Json::array();
    for (const MissingThing& thing : cause.lacks) things.push_back(thing_json(thing));
    causes.push_back({{"motivo", cause.reason},
                      {"caixas", cause.boxes},
                      {"kg", grams(cause.kg)},
                      {"falta", std::move(things)}});
  }
  return {{"dia", value_or_null(untraced.day)},
          {"caixas", untraced.boxes},
          {"rastreaveis", untraced.traceable},
          {"causas", std::move(causes)}};
}

Json untraced_json(pg::Connection& connection, const std::string& tenant, const std::string& day,
                   const std::string& plant) {
  return untraced_json(untraced(connection, {tenant, day, plant}));
}

}  // namespace gdo::trace
