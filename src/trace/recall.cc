#include "trace/recall.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/translation.h"
#include "pg/connection.h"
#include "trace/things.h"
#include "trace/trace_key.h"
#include "trace/trace_queries.h"
#include "trace/trace_tree.h"
#include "values/dates.h"

namespace gdo::trace {
namespace {

// What is called back: lots, or the half-carcasses of one animal.
struct RecallOrigin {
  std::string tenant;
  std::vector<LotKey> lots;  // a number of 0: the plant's day of an animal without lot
  std::optional<std::vector<std::string>> labels;  // of an animal's half-carcasses
};

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

// Throws as recall() does.
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

using Json = nlohmann::ordered_json;

// An order may be of another day than the lots it draws from, by no more than a herd's meat keeps.
constexpr std::int32_t kDaysApart = 60;

std::string lots_json(const std::vector<LotKey>& lots) {
  Json list = Json::array();
  for (const LotKey& lot : lots) {
    Json key = key_json(lot.of);
    key["nr_lote_abate"] = lot.number == 0 ? Json(nullptr) : Json(lot.number);
    list.push_back(std::move(key));
  }
  return list.dump();
}

std::string day_apart(const std::string& day, std::int32_t days) {
  return values::iso_date(values::parse_date(day).days + days);
}

double recalled_kilos(std::string_view text) {
  return std::strtod(std::string(text).c_str(), nullptr);
}

// The orders as JSON, for what asks for their boxes; `exata` of each.
Json orders_json(const pg::Result& rows, bool with_exact) {
  Json orders = Json::array();
  for (int row = 0; row < rows.rows(); ++row) {
    Json order = {{"nr_unidade_desossa", rows.text(row, 0)},
                  {"nr_op_desossa", rows.text(row, 1)},
                  {"dt_abate", rows.text(row, 3)}};
    if (with_exact) order["exata"] = rows.boolean(row, 5);
    orders.push_back(std::move(order));
  }
  return orders;
}

Json orders_of(pg::Connection& connection, const RecallOrigin& origin) {
  std::set<std::string> days;
  for (const LotKey& lot : origin.lots) days.insert(lot.of.day);
  const std::vector<std::string> list(days.begin(), days.end());
  const pg::Param labels =
      origin.labels ? pg::Param(pg::text_array(*origin.labels)) : pg::Param(std::nullopt);
  return orders_json(
      connection.query(trace_query("recall/ordens.sql"),
                       {origin.tenant, lots_json(origin.lots), labels, pg::text_array(list),
                        day_apart(list.front(), -kDaysApart), day_apart(list.back(), kDaysApart)}),
      true);
}

// Sums up boxes as they come; a box's sales follow each other.
class BoxReader {
 public:
  explicit BoxReader(Recall& recall) : recall_(recall) {}

  void read(const pg::Result& rows) {
    for (int row = 0; row < rows.rows(); ++row) read(rows, row);
    finish(recall_.exact, exact_);
    finish(recall_.most, all_);
  }

 private:
  struct Seen {
    std::set<std::string> sales;
    std::set<std::string> customers;
  };

  void read(const pg::Result& rows, int row) {
    const bool again = !recall_.boxes.empty() &&
                       recall_.boxes.back().barcode == rows.text(row, 1) &&
                       recall_.boxes.back().plant_number == rows.text(row, 0);
    if (!again) add_box(rows, row);
    const RecalledBox& box = recall_.boxes.back();
    if (rows.is_null(row, 6)) return;
    note_sale(all_, rows, row);
    if (box.exact) note_sale(exact_, rows, row);
  }

  void add_box(const pg::Result& rows, int row) {
    RecalledBox box;
    box.plant_number = rows.text(row, 0);
    box.barcode = rows.text(row, 1);
    box.order_number = rows.text(row, 2);
    box.exact = rows.boolean(row, 3);
    box.kg = recalled_kilos(rows.text(row, 4));
    box.valid_until = rows.optional_text(row, 5);
    if (!rows.is_null(row, 6)) {
      box.request_text = rows.optional_text(row, 7);
      box.sale = sale_of(rows, row);
    }
    box.customer = rows.optional_text(row, 9);
    box.invoice = rows.optional_text(row, 10);
    count(recall_.most, box);
    if (box.exact) count(recall_.exact, box);
    recall_.boxes.push_back(std::move(box));
  }

  static void count(RecallSums& sums, const RecalledBox& box) {
    ++sums.boxes;
    sums.kg += box.kg;
  }
  static std::string sale_of(const pg::Result& rows, int row) {
    return std::string(rows.text(row, 6)) + "/" + std::string(rows.text(row, 7)) + "/" +
           std::string(rows.text(row, 8));
  }
  static void note_sale(Seen& seen, const pg::Result& rows, int row) {
    seen.sales.insert(sale_of(rows, row));
    if (!rows.is_null(row, 9)) seen.customers.emplace(rows.text(row, 9));
  }
  static void finish(RecallSums& sums, const Seen& seen) {
    sums.sales = static_cast<std::int64_t>(seen.sales.size());
    sums.customers = static_cast<std::int64_t>(seen.customers.size());
  }

  Recall& recall_;
  Seen exact_;
  Seen all_;
};

std::optional<std::string> given_day(const std::string& day) {
  return day.empty() ? std::nullopt : std::optional<std::string>(day);
}

RecallSums without(pg::Connection& connection, const RecallOrigin& origin,
                   const std::string& since) {
  const Json orders =
      orders_json(connection.query(trace_query("recall/ordens_por_lote.sql"),
                                   {origin.tenant, lots_json(origin.lots), given_day(since)}),
                  false);
  const pg::Result sums =
      connection.query(trace_query("recall/deixam.sql"), {origin.tenant, orders.dump()});
  RecallSums result;
  result.boxes = sums.integer(0, 0);
  result.kg = recalled_kilos(sums.text(0, 1));
  return result;
}

}  // namespace

std::string plants_today(pg::Connection& connection) {
  return std::string(
      connection.query("SELECT (now() AT TIME ZONE $1)::date", {kPlantsZone}).text(0, 0));
}

Recall recall(pg::Connection& connection, const RecallRequest& request) {
  // One picture of gold, however many questions.
  pg::Transaction transaction(connection, pg::Isolation::read_only_snapshot);
  Recall result = recall_within(connection, request);
  transaction.commit();
  return result;
}

Recall recall_within(pg::Connection& connection, const RecallRequest& request) {
  const RecallOrigin origin = recall_origin(connection, request);
  if (request.without && origin.labels) {
    throw Error(
        ErrorKind::config,
        tr("--sem is of a farm or a lot: lots stay traceable without one of their animals"));
  }
  Recall result;
  result.key = request.key;
  result.tenant = origin.tenant;
  result.valid_on = given_day(request.valid_on);
  result.lotes = std::count_if(origin.lots.begin(), origin.lots.end(),
                               [](const LotKey& lot) { return lot.number != 0; });
  const Json orders = orders_of(connection, origin);
  result.orders = static_cast<std::int64_t>(orders.size());
  BoxReader(result).read(connection.query(trace_query("recall/caixas.sql"),
                                          {origin.tenant, orders.dump(), result.valid_on}));
  if (request.without) result.leaving = without(connection, origin, request.since);
  return result;
}

}  // namespace gdo::trace
