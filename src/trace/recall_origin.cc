#include "trace/recall_origin.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/translation.h"
#include "trace/key_forms.h"
#include "trace/trace_key.h"
#include "trace/trace_queries.h"

namespace gdo::trace {
namespace {

// More than any plant slaughters lots in a day.
constexpr int kLotsOfAKey = 2000;

[[noreturn]] void refuse_tenants(const RecallRequest& request,
                                 const std::set<std::string>& tenants) {
  throw Error(ErrorKind::config, trf("{} is found in several tenants: {}; say which with --cliente",
                                     request.key, fmt::join(tenants, ", ")));
}

RecallOrigin farm_origin(pg::Connection& connection, const RecallRequest& request,
                         const WrittenKey& key, const std::vector<std::string>& tenants) {
  const pg::Result rows =
      connection.query(trace_query("recall/lotes_da_fazenda.sql"),
                       {pg::text_array(tenants), key.text, key_value(KeyPart::digits, key.text)});
  RecallOrigin origin;
  std::set<std::string> owners;
  for (int row = 0; row < rows.rows(); ++row) {
    owners.emplace(rows.text(row, 0));
    origin.lots.push_back(
        {{std::string(rows.text(row, 1)), std::string(rows.text(row, 2))}, rows.integer(row, 3)});
  }
  if (owners.size() > 1) refuse_tenants(request, owners);
  if (!owners.empty()) origin.tenant = *owners.begin();
  return origin;
}

nlohmann::ordered_json halves_of(pg::Connection& connection, const FoundKey& found) {
  if (found.type == "carcaca") return nlohmann::ordered_json::array({found.key});
  const pg::Result rows = connection.query(
      trace_query("recall/animal.sql"), {found.tenant, found.key["id_animal"].get<std::string>()});
  nlohmann::ordered_json halves = nlohmann::ordered_json::array();
  for (int row = 0; row < rows.rows(); ++row) {
    halves.push_back({{"nr_unidade_abate", std::string(rows.text(row, 0))},
                      {"dt_abate", std::string(rows.text(row, 1))},
                      {"nr_sequencial", rows.integer(row, 2)}});
  }
  return halves;
}

RecallOrigin animal_origin(pg::Connection& connection, const RecallRequest& request,
                           const std::vector<FoundKey>& found) {
  RecallOrigin origin;
  origin.tenant = found.front().tenant;
  nlohmann::ordered_json halves = nlohmann::ordered_json::array();
  for (const FoundKey& one : found) {
    for (auto& half : halves_of(connection, one)) halves.push_back(std::move(half));
  }
  const pg::Result rows =
      connection.query(trace_query("recall/lotes_do_animal.sql"), {origin.tenant, halves.dump()});
  std::set<std::string> animals;
  std::set<LotKey> lots;
  origin.labels.emplace();
  for (int row = 0; row < rows.rows(); ++row) {
    const PlantDay of{std::string(rows.text(row, 0)), std::string(rows.text(row, 1))};
    lots.insert({of, rows.is_null(row, 2) ? 0 : rows.integer(row, 2)});
    animals.insert(fmt::format("{}/{}/{}", of.unit, of.day, rows.text(row, 3)));
    origin.labels->emplace_back(rows.text(row, 4));
  }
  if (animals.size() > 1) {
    throw Error(ErrorKind::config, trf("{} may mean several animals: animal:{}; say which",
                                       request.key, fmt::join(animals, ", animal:")));
  }
  origin.lots.assign(lots.begin(), lots.end());
  return origin;
}

RecallOrigin lot_origin(const std::vector<FoundKey>& found) {
  RecallOrigin origin;
  origin.tenant = found.front().tenant;
  for (const FoundKey& one : found) {
    origin.lots.push_back(
        {{one.key["nr_unidade_abate"].get<std::string>(), one.key["dt_abate"].get<std::string>()},
         one.key["nr_lote_abate"].get<std::int64_t>()});
  }
  return origin;
}

RecallOrigin other_origin(pg::Connection& connection, const RecallRequest& request,
                          const WrittenKey& key, const std::vector<std::string>& tenants) {
  std::vector<FoundKey> found = find_keys(connection, key, tenants, kLotsOfAKey);
  std::erase_if(found, [](const FoundKey& one) {
    return one.type != "lote" && one.type != "animal" && one.type != "carcaca";
  });
  if (found.empty()) return {};
  std::set<std::string> owners;
  for (const FoundKey& one : found) owners.insert(one.tenant);
  if (owners.size() > 1) refuse_tenants(request, owners);
  const bool lots = found.front().type == "lote";
  std::erase_if(found, [&](const FoundKey& one) { return (one.type == "lote") != lots; });
  return lots ? lot_origin(found) : animal_origin(connection, request, found);
}

}  // namespace

RecallOrigin recall_origin(pg::Connection& connection, const RecallRequest& request) {
  const WrittenKey key = read_key(request.key);
  if (!key.kind.empty() && key.kind != "fazenda" && key.kind != "lote" && key.kind != "animal") {
    throw Error(ErrorKind::config,
                trf("a recall is of a fazenda:, lote: or animal:, not of a {}: gdo trace {} "
                    "leads to them",
                    key.kind, request.key));
  }
  const std::vector<std::string> tenants = request.tenant.empty()
                                               ? traced_tenants(connection)
                                               : std::vector<std::string>{request.tenant};
  RecallOrigin origin;
  if (key.kind.empty() || key.kind == "fazenda") {
    origin = farm_origin(connection, request, key, tenants);
  }
  if (origin.lots.empty() && key.kind != "fazenda") {
    origin = other_origin(connection, request, key, tenants);
  }
  if (origin.lots.empty()) {
    throw Error(ErrorKind::not_found,
                request.tenant.empty()
                    ? trf("gold knows no slaughter of {}", request.key)
                    : trf("gold knows no slaughter of {} of {}", request.key, request.tenant));
  }
  return origin;
}

}  // namespace gdo::trace
