#include "trace/untraced_facts.h"

#include <algorithm>
#include <cstdlib>

#include "gold/model_statements.h"
#include "trace/trace_queries.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

// From so many animals on, a lot that no schedule names is one.
constexpr int kAnimalsOfALot = 5;

std::optional<std::string> asked_for(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

double kilos(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

std::size_t place_of(const pg::Result& rows, int row) {
  return static_cast<std::size_t>(rows.integer(row, 0) - 1);
}

// Reads one tenant's facts step by step: each asks for what the one before found.
class FactReader {
 public:
  FactReader(pg::Connection& connection, std::string tenant)
      : connection_(connection), tenant_(std::move(tenant)) {}

  UntracedFacts read(const UntracedRequest& request);

 private:
  pg::Result ask(const char* name, const std::string& keys) {
    return connection_.query(trace_query(std::string("pendencias/") + name + ".sql"),
                             {tenant_, keys});
  }
  void read_groups(const UntracedRequest& request);
  void add_groups(const pg::Result& rows);
  void read_orders();
  void read_own_days();
  void read_rejections();
  void read_days();
  void read_unknown_days();
  void read_lots();
  void read_schedules();
  void read_records();

  std::vector<std::size_t> without_order() const;
  std::string orders_of(const std::vector<std::size_t>& groups) const;

  pg::Connection& connection_;
  std::string tenant_;
  UntracedFacts facts_;
};

void FactReader::read_groups(const UntracedRequest& request) {
  const auto day = asked_for(request.day);
  const auto plant = asked_for(request.plant);
  const std::string groups = trace_query("pendencias/grupos.sql");
  if (!request.orders.empty()) {
    return add_groups(
        connection_.query(gold::in_scope(groups, gold::Scope::groups), {tenant_, request.orders}));
  }
  const pg::Result sums =
      connection_.query(trace_query("pendencias/totais.sql"), {tenant_, day, plant});
  facts_.boxes = sums.integer(0, 0);
  facts_.traceable = sums.integer(0, 1);
  if (facts_.boxes == facts_.traceable) return;
  add_groups(
      connection_.query(gold::in_scope(groups, gold::Scope::everything), {tenant_, day, plant}));
}

void FactReader::add_groups(const pg::Result& rows) {
  for (int row = 0; row < rows.rows(); ++row) {
    BoxGroup group;
    group.unit = rows.text(row, 0);
    group.order = rows.text(row, 1);
    group.day = rows.text(row, 2);
    group.reason = rows.text(row, 3);
    group.boxes = rows.integer(row, 4);
    group.kg = kilos(rows.text(row, 5));
    group.label = {std::string(rows.text(row, 6)), std::string(rows.text(row, 7))};
    facts_.groups.push_back(std::move(group));
  }
}

std::vector<std::size_t> FactReader::without_order() const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < facts_.groups.size(); ++i) {
    if (facts_.groups[i].without_order()) places.push_back(i);
  }
  return places;
}

std::string FactReader::orders_of(const std::vector<std::size_t>& groups) const {
  Json list = Json::array();
  for (const std::size_t i : groups) {
    const BoxGroup& group = facts_.groups[i];
    list.push_back({{"nr_unidade_desossa", group.unit},
                    {"nr_op_desossa", group.order},
                    {"dt_abate", text_or_null(group.day)}});
  }
  return list.dump();
}

void FactReader::read_orders() {
  facts_.orders.resize(facts_.groups.size());
  std::vector<std::size_t> all(facts_.groups.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const pg::Result rows = ask("ordens", orders_of(all));
  for (int row = 0; row < rows.rows(); ++row) {
    std::vector<OrderState>& orders = facts_.orders[place_of(rows, row)];
    const OrderKey key{std::string(rows.text(row, 1)),
                       std::string(rows.text(row, 2)),
                       {std::string(rows.text(row, 3)), std::string(rows.text(row, 4))}};
    if (orders.empty() || orders.back().key != key) {
      orders.push_back({key, rows.boolean(row, 5), rows.integer(row, 6), {}});
    }
    if (rows.is_null(row, 7)) continue;
    orders.back().lacking.insert(
        {{std::string(rows.text(row, 7)), std::string(rows.text(row, 8))}, rows.integer(row, 9)});
  }
}

void FactReader::read_own_days() {
  const std::vector<std::size_t> groups = without_order();
  if (groups.empty()) return;
  const pg::Result rows = ask("dias_das_caixas", orders_of(groups));
  for (int row = 0; row < rows.rows(); ++row) {
    BoxGroup& group = facts_.groups[groups[place_of(rows, row)]];
    if (group.own_day.empty()) group.own_day = rows.text(row, 1);
  }
  const pg::Result lengths =
      connection_.query(trace_query("pendencias/tamanhos_das_ordens.sql"), {tenant_});
  const pg::Result plants =
      connection_.query(trace_query("pendencias/plantas_das_unidades.sql"), {tenant_});
  std::map<std::string, std::string> usual_plants;
  for (int row = 0; row < plants.rows(); ++row) {
    usual_plants[std::string(plants.text(row, 0))] = plants.text(row, 1);
  }
  std::map<std::string, std::size_t> usual;
  for (int row = 0; row < lengths.rows(); ++row) {
    usual[std::string(lengths.text(row, 0))] = static_cast<std::size_t>(lengths.integer(row, 1));
  }
  for (const std::size_t i : groups) {
    BoxGroup& group = facts_.groups[i];
    group.odd_number = group.order.size() != usual[group.unit];
    group.usual_plant = usual_plants[group.unit];
  }
}

void FactReader::read_rejections() {
  bool orders = false;
  bool lots = false;
  for (std::size_t i = 0; i < facts_.groups.size(); ++i) {
    orders = orders || facts_.groups[i].without_order();
    for (const OrderState& order : facts_.orders[i]) lots = lots || !order.lacking.empty();
  }
  std::vector<std::string> payloads;
  if (orders) payloads.emplace_back("desossa");
  if (orders || lots) payloads.insert(payloads.end(), {"escala", "animais"});
  facts_.rejections = open_rejections(connection_, tenant_, payloads);
}

void FactReader::read_days() {
  std::set<PlantDay> days;
  for (std::size_t i = 0; i < facts_.groups.size(); ++i) {
    const BoxGroup& group = facts_.groups[i];
    if (group.without_order() && facts_.orders[i].empty()) {
      days.insert({group.expected(), group.said()});
      if (group.own_day == group.day) facts_.awaited.insert(group.expected());
    } else if (group.without_order()) {
      days.insert(facts_.other_day(i));
    }
    for (const OrderState& order : facts_.orders[i]) {
      days.insert(order.key.of);
      for (const LotKey& lot : order.lacking) days.insert(lot.of);
    }
  }
  for (const OpenRejection& one : facts_.rejections) {
    for (const LotKey& lot : one.lots) days.insert(lot.of);
  }
  std::erase_if(days, [](const PlantDay& day) { return !day.known(); });
  const std::vector<PlantDay> list(days.begin(), days.end());
  const pg::Result rows = connection_.query(trace_query("pendencias/dias.sql"),
                                            {tenant_, keys_json(list), kAnimalsOfALot});
  for (int row = 0; row < rows.rows(); ++row) {
    const PlantDay& day = list[place_of(rows, row)];
    DayState state{rows.boolean(row, 1), rows.boolean(row, 2), rows.boolean(row, 3), {}};
    for (const Json& lot : Json::parse(rows.text(row, 4))) {
      state.lacking.push_back({day, lot.get<std::int64_t>()});
    }
    facts_.days[day] = std::move(state);
  }
  // A record that was refused has come.
  for (const OpenRejection& one : facts_.rejections) {
    const auto found = facts_.days.find(one.of);
    if (found == facts_.days.end()) continue;
    if (one.payload == "escala") found->second.schedule = true;
    if (one.payload == "animais") found->second.animals = true;
    if (one.payload == "desossa") found->second.deboning = true;
  }
}

void FactReader::read_unknown_days() {
  std::set<std::pair<OrderKey, PlantDay>> named;
  for (const auto& orders : facts_.orders) {
    for (const OrderState& order : orders) {
      for (const LotKey& lot : order.lacking) {
        const auto day = facts_.days.find(lot.of);
        if (day != facts_.days.end() && day->second.nothing_came()) {
          named.insert({order.key, lot.of});
        }
      }
    }
  }
  if (named.empty()) return;
  const std::vector<std::pair<OrderKey, PlantDay>> list(named.begin(), named.end());
  Json keys = Json::array();
  for (const auto& [order, day] : list) {
    keys.push_back(key_json(order));
    keys.back()["nr_unidade_lote"] = day.unit;
    keys.back()["dt_lote"] = day.day;
  }
  const pg::Result rows = ask("quartos_dos_dias", keys.dump());
  for (int row = 0; row < rows.rows(); ++row) {
    facts_.unknown_days[list[place_of(rows, row)]] = {rows.boolean(row, 1), rows.boolean(row, 2)};
  }
}

void FactReader::read_lots() {
  std::set<LotKey> lots;
  for (const auto& orders : facts_.orders) {
    for (const OrderState& order : orders) lots.insert(order.lacking.begin(), order.lacking.end());
  }
  for (const auto& [day, state] : facts_.days) {
    lots.insert(state.lacking.begin(), state.lacking.end());
  }
  for (const OpenRejection& one : facts_.rejections) lots.insert(one.lots.begin(), one.lots.end());
  std::erase_if(lots, [](const LotKey& lot) { return !lot.known(); });
  const std::vector<LotKey> list(lots.begin(), lots.end());
  for (const LotKey& lot : list) facts_.lots[lot] = {};
  const pg::Result rows = ask("lotes", keys_json(list));
  for (int row = 0; row < rows.rows(); ++row) {
    facts_.lots[list[place_of(rows, row)]] = {true, rows.boolean(row, 1), rows.boolean(row, 2),
                                              rows.boolean(row, 3), rows.boolean(row, 4)};
  }
}

// The rule that took a value away stands in the row's warnings; without one, it never came.
std::string rule_of(const Json& warnings, const std::string& fields) {
  for (const Json& warning : warnings) {
    const std::string field = warning.value("campo", "");
    if (!field.empty() && fields.find(field) != std::string::npos) {
      return warning.value("regra", "obrigatorio") + ":" + field;
    }
  }
  return "obrigatorio:" + fields.substr(0, fields.find(','));
}

void FactReader::read_schedules() {
  std::vector<LotKey> open;
  for (const auto& [lot, state] : facts_.lots) {
    if (state.has_schedule && !(state.document && state.propriedade)) open.push_back(lot);
  }
  if (open.empty()) return;
  const pg::Result rows = ask("registros_de_escala", keys_json(open));
  for (int row = 0; row < rows.rows(); ++row) {
    facts_.schedules[open[place_of(rows, row)]] = {
        rows.optional_text(row, 1), rows.integer(row, 2),
        rule_of(Json::parse(rows.text(row, 3)), std::string(rows.text(row, 4)))};
  }
}

void FactReader::read_records() {
  std::vector<OrderKey> orders;
  for (const auto& of_group : facts_.orders) {
    for (const OrderState& order : of_group) orders.push_back(order.key);
  }
  std::sort(orders.begin(), orders.end());
  orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
  const pg::Result rows = ask("registros_de_desossa", keys_json(orders));
  for (int row = 0; row < rows.rows(); ++row) {
    facts_.order_records[orders[place_of(rows, row)]] = {rows.optional_text(row, 1),
                                                         rows.integer(row, 2), ""};
  }
  facts_.box_records.resize(facts_.groups.size());
  const std::vector<std::size_t> groups = without_order();
  const pg::Result boxes = ask("registros_de_caixas", orders_of(groups));
  for (int row = 0; row < boxes.rows(); ++row) {
    facts_.box_records[groups[place_of(boxes, row)]] = {boxes.optional_text(row, 1),
                                                        boxes.integer(row, 2), ""};
  }
}

UntracedFacts FactReader::read(const UntracedRequest& request) {
  read_groups(request);
  if (facts_.groups.empty()) return std::move(facts_);
  read_orders();
  read_own_days();
  read_rejections();
  read_days();
  read_unknown_days();
  read_lots();
  read_schedules();
  read_records();
  return std::move(facts_);
}

}  // namespace

PlantDay BoxGroup::expected() const {
  PlantDay of{plant(), label.day};
  if (!own_day.empty()) {
    of.day = own_day;
  } else if (!day.empty()) {
    of.day = day;
  }
  return of;
}

PlantDay UntracedFacts::other_day(std::size_t group) const {
  const BoxGroup& own = groups[group];
  return {own.label.unit.empty() ? orders[group].front().key.of.unit : own.label.unit, own.day};
}

bool UntracedFacts::is_day(const PlantDay& day) const {
  const auto found = days.find(day);
  return awaited.contains(day) || (found != days.end() && !found->second.nothing_came());
}

UntracedFacts untraced_facts(pg::Connection& connection, const std::string& tenant,
                             const UntracedRequest& request) {
  return FactReader(connection, tenant).read(request);
}

}  // namespace gdo::trace
