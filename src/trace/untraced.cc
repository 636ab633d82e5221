#include "trace/untraced.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "gold/tenants.h"
#include "trace/missing_things.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// A thing while boxes are counted: what it frees and what waits for it, by the boxes' reason.
struct Tally {
  MissingThing thing;
  std::map<std::string, std::pair<double, double>> kilos;  // freed, waiting
};

// The reason whose boxes it frees most of: a thing stands in the list once.
const std::string& main_reason(const Tally& tally) {
  return std::max_element(tally.kilos.begin(), tally.kilos.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

void count(Tally& tally, const BoxGroup& group, bool alone) {
  auto& [freed, waiting] = tally.kilos[group.motivo];
  tally.thing.caixas_esperam += group.caixas;
  tally.thing.kg_esperam += group.kg;
  waiting += group.kg;
  if (!alone) return;
  tally.thing.caixas += group.caixas;
  tally.thing.kg += group.kg;
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
  std::map<std::string, Tally> tallies;
  for (std::size_t i = 0; i < facts.groups.size(); ++i) {
    const BoxGroup& group = facts.groups[i];
    UntracedCause& cause = by_reason_[group.motivo];
    cause.motivo = group.motivo;
    cause.caixas += group.caixas;
    cause.kg += group.kg;
    const std::set<std::string> names = missing.of_group(i);
    for (const std::string& name : names) {
      Tally& tally = tallies[name];
      if (tally.thing.tipo.empty()) tally.thing = missing.things().at(name);
      count(tally, group, names.size() == 1);
    }
  }
  for (auto& [name, tally] : tallies) {
    tally.thing.token_cliente = tenant;
    std::vector<MissingThing>& list = by_reason_[main_reason(tally)].falta;
    list.push_back(std::move(tally.thing));
  }
}

std::vector<UntracedCause> Causes::ranked() {
  std::vector<UntracedCause> causes;
  for (auto& [reason, cause] : by_reason_) {
    std::stable_sort(cause.falta.begin(), cause.falta.end(),
                     [](const MissingThing& a, const MissingThing& b) {
                       return std::tie(a.kg, a.kg_esperam) > std::tie(b.kg, b.kg_esperam);
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
  json["caixas"] = thing.caixas;
  json["kg"] = grams(thing.kg);
  json["caixas_esperam"] = thing.caixas_esperam;
  json["kg_esperam"] = grams(thing.kg_esperam);
  json["token_cliente"] = thing.token_cliente;
  return json;
}

}  // namespace

Json missing_json(const MissingThing& thing) {
  return {{"tipo", thing.tipo},
          {"payload", thing.payload},
          {"chave", thing.chave},
          {"arquivo", value_or_null(thing.arquivo)},
          {"nr_registro", value_or_null(thing.nr_registro)},
          {"regra", value_or_null(thing.regra)},
          {"rejeicao_id", value_or_null(thing.rejeicao_id)}};
}

Untraced untraced(pg::Connection& connection, const UntracedRequest& request) {
  // One picture of gold, however many questions.
  std::optional<pg::Transaction> transaction;
  if (!connection.in_transaction()) {
    transaction.emplace(connection);
    connection.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }
  const std::vector<std::string> tenants = request.tenant.empty()
                                               ? gold::known_tenants(connection)
                                               : std::vector<std::string>{request.tenant};
  Untraced result;
  if (!request.day.empty()) result.dia = request.day;
  Causes causes;
  for (const std::string& tenant : tenants) {
    const UntracedFacts facts = untraced_facts(connection, tenant, request);
    result.caixas += facts.caixas;
    result.rastreaveis += facts.rastreaveis;
    causes.add(tenant, facts);
  }
  if (transaction) transaction->commit();
  result.causas = causes.ranked();
  return result;
}

Json untraced_json(const Untraced& untraced) {
  Json causes = Json::array();
  for (const UntracedCause& cause : untraced.causas) {
    Json things = Json::array();
    for (const MissingThing& thing : cause.falta) things.push_back(thing_json(thing));
    causes.push_back({{"motivo", cause.motivo},
                      {"caixas", cause.caixas},
                      {"kg", grams(cause.kg)},
                      {"falta", std::move(things)}});
  }
  return {{"dia", value_or_null(untraced.dia)},
          {"caixas", untraced.caixas},
          {"rastreaveis", untraced.rastreaveis},
          {"causas", std::move(causes)}};
}

Json untraced_json(pg::Connection& connection, const std::string& tenant, const std::string& day,
                   const std::string& plant) {
  return untraced_json(untraced(connection, {tenant, day, plant}));
}

}  // namespace gdo::trace
