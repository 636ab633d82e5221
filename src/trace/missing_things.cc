#include "trace/missing_things.h"

#include <fmt/format.h>

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::string> given_rule(const std::string& rule) {
  return rule.empty() ? std::nullopt : std::optional<std::string>(rule);
}

Json boxes_key(const BoxGroup& group) {
  return {{"nr_unidade_desossa", group.unit},
          {"nr_op_desossa", group.order},
          {"dt_abate", text_or_null(group.day)}};
}

}  // namespace

std::set<std::string> MissingThings::of_group(std::size_t place) {
  Names names;
  const BoxGroup& group = facts_.groups[place];
  const std::vector<OrderState>& orders = facts_.orders[place];
  guessing_ = false;
  if (!group.without_order()) {
    of_orders(orders, true, names);
    return names;
  }
  const bool said = group.labels_agree() && facts_.is_day(group.said());
  const PlantDay day = said ? group.said() : group.expected();
  if (const OpenRejection* rejection = rejection_of_day(group, !orders.empty())) {
    // An order of two days has a record of each: that of the boxes' day was refused.
    of_rejected_order(group, *rejection, {rejection->of.unit, group.day}, names);
  } else if (!orders.empty()) {
    of_other_day(place, names);
  } else if (!group.day.empty() && group.own_day != group.day && !said) {
    box_record(place, "referencia:dt_abate", names);
    of_missing_order(place, group.expected(), names);
  } else if (group.odd_number) {
    // No file of orders will bring this one: the number is misspelt.
    box_record(place, "referencia:nr_op_desossa", names);
    guessing_ = group.plant_guessed();
    of_day(day, names);
  } else {
    of_missing_order(place, day, names);
  }
  return names;
}

// Their order is there, of other days. It may have a record of each day that it draws from, and
// that of the boxes' day has not come; or the boxes' day is wrong: surely where their labels say
// another, rather where nothing else knows it.
void MissingThings::of_other_day(std::size_t place, Names& names) {
  const BoxGroup& group = facts_.groups[place];
  const PlantDay day = facts_.other_day(place);
  const bool may_be = group.label.day.empty() || group.labels_agree();
  if (may_be && facts_.is_day(day)) {
    guessing_ = group.plant_guessed();
    order_to_come(place, day, "referencia:dt_abate", names);
    of_day(day, names);
    return;
  }
  std::optional<OtherCause> otherwise;
  if (may_be) {
    otherwise = {"desossa", key_json(OrderKey{group.unit, group.order, day}),
                 {},        {},
                 {},        group.plant_guessed()};
  }
  box_record(place, "referencia:dt_abate", names, std::move(otherwise));
  of_orders(facts_.orders[place], false, names);
}

// Which lots an order that has not come names is not known: all of its plant's day may be.
void MissingThings::of_missing_order(std::size_t place, const PlantDay& day, Names& names) {
  const BoxGroup& group = facts_.groups[place];
  if (const OpenRejection* rejection = rejection_of(group, day)) {
    of_rejected_order(group, *rejection, day, names);
    return;
  }
  guessing_ = group.plant_guessed();
  order_to_come(place, day, "referencia:nr_op_desossa", names);
  of_day(day, names);
}

// When other orders of its day have come, its boxes may as well be wrong, in what the rule says.
void MissingThings::order_to_come(std::size_t place, const PlantDay& day, const char* rule,
                                  Names& names) {
  if (day.known() && !day_state(day).deboning) {
    file("desossa", day, names);
    return;
  }
  const BoxGroup& group = facts_.groups[place];
  const RecordPlace& boxes = facts_.box_records[place];
  record("desossa", key_json(OrderKey{group.unit, group.order, day}), {}, names,
         OtherCause{"caixas", boxes_key(group), boxes.file, boxes.record_number, rule});
}

void MissingThings::of_rejected_order(const BoxGroup& group, const OpenRejection& rejection,
                                      PlantDay day, Names& names) {
  if (!rejection.of.unit.empty()) day.unit = rejection.of.unit;
  rejected(rejection, key_json(OrderKey{group.unit, group.order, day}), names);
  for (const LotKey& lot : rejection.lots) of_lot(lot, nullptr, names);
  if (!rejection.lots.empty()) return;
  guessing_ = rejection.of.unit.empty() && group.plant_guessed();
  of_day(day, names);
}

// Boxes that several orders match have the lots of all of them: one that names none is missed only
// where no other names any.
void MissingThings::of_orders(const std::vector<OrderState>& orders, bool of_the_day,
                              Names& names) {
  std::int64_t lots = 0;
  const OrderState* without_lots = nullptr;
  for (const OrderState& order : orders) {
    if (of_the_day && !order.of_day) continue;
    lots += order.lot_count;
    if (without_lots == nullptr && order.lot_count == 0) without_lots = &order;
    for (const LotKey& lot : order.lacking) of_lot(lot, &order, names);
  }
  if (lots > 0 || without_lots == nullptr) return;
  order_record(*without_lots, "obrigatorio:lotes_abate", names);
  of_day(without_lots->key.of, names);
}

void MissingThings::of_day(const PlantDay& day, Names& names) {
  if (!day.known()) return;
  const DayState& state = day_state(day);
  if (!state.schedule) file("escala", day, names);
  if (!state.animals) file("animais", day, names);
  for (const LotKey& lot : state.lacking) of_lot(lot, nullptr, names);
}

void MissingThings::of_lot(const LotKey& lot, const OrderState* order, Names& names) {
  if (!lot.known()) {
    if (order != nullptr) order_record(*order, "obrigatorio:lotes_abate", names);
    return;
  }
  const auto found = facts_.lots.find(lot);
  const LotState state = found == facts_.lots.end() ? LotState{} : found->second;
  if (order != nullptr && names_unknown_lot(lot, state)) {
    order_record(*order, "referencia:nr_lote_abate", names);
    return;
  }
  if (order != nullptr && of_unknown_day(lot, *order, names)) return;
  if (!state.has_schedule || !state.document || !state.propriedade) of_schedule(lot, state, names);
  if (!state.animals) of_animals(lot, names);
}

// Schedule and animals of the day are there, and neither knows the lot: the order is wrong.
bool MissingThings::names_unknown_lot(const LotKey& lot, const LotState& state) {
  const DayState& day = day_state(lot.of);
  return !state.in_gold && day.schedule && day.animals && rejection_of("escala", lot) == nullptr &&
         rejection_of("animais", lot) == nullptr;
}

// A day that nothing came of may be yet to come, or the order names it by mistake: its quarters
// decide, where it names any.
bool MissingThings::of_unknown_day(const LotKey& lot, const OrderState& order, Names& names) {
  const auto proof = facts_.unknown_days.find({order.key, lot.of});
  if (proof == facts_.unknown_days.end() || proof->second.of_day) return false;
  if (proof->second.any) {
    order_record(order, "referencia:lotes_abate", names);
    return true;
  }
  const auto found = facts_.order_records.find(order.key);
  const RecordPlace place = found == facts_.order_records.end() ? RecordPlace{} : found->second;
  const OtherCause otherwise{"desossa", key_json(order.key), place.file, place.record_number,
                             "referencia:lotes_abate"};
  for (const char* payload : {"escala", "animais"}) file(payload, lot.of, names, otherwise);
  return true;
}

void MissingThings::of_schedule(const LotKey& lot, const LotState& state, Names& names) {
  if (state.has_schedule) {
    const auto place = facts_.schedules.find(lot);
    record("escala", key_json(lot), place == facts_.schedules.end() ? RecordPlace{} : place->second,
           names);
  } else if (!day_state(lot.of).schedule) {
    file("escala", lot.of, names);
  } else if (const OpenRejection* rejection = rejection_of("escala", lot)) {
    rejected(*rejection, key_json(lot), names);
  } else {
    record("escala", key_json(lot), {}, names);
  }
}

void MissingThings::of_animals(const LotKey& lot, Names& names) {
  if (!day_state(lot.of).animals) {
    file("animais", lot.of, names);
  } else if (const OpenRejection* rejection = rejection_of("animais", lot)) {
    rejected(*rejection, key_json(lot), names);
  } else {
    record("animais", key_json(lot), {}, names);
  }
}

const DayState& MissingThings::day_state(const PlantDay& day) const {
  static const DayState kNothing;
  const auto found = facts_.days.find(day);
  return found == facts_.days.end() ? kNothing : found->second;
}

bool MissingThings::claim(const OpenRejection& rejection, const std::string& thing) {
  return claimed_.try_emplace(rejection.id, thing).first->second == thing;
}

// The one that says the lot; else one of the same plant and day that says none.
const OpenRejection* MissingThings::rejection_of(std::string_view payload, const LotKey& lot) {
  for (const std::int64_t number : {lot.number, std::int64_t{0}}) {
    if (number == 0 && payload == "animais") return nullptr;
    for (const OpenRejection& one : facts_.rejections) {
      if (one.payload == payload && one.of == lot.of && one.lot == number &&
          claim(one, key_json(lot).dump())) {
        return &one;
      }
    }
  }
  return nullptr;
}

const OpenRejection* MissingThings::rejection_of_day(const BoxGroup& group, bool other_came) {
  if (group.day.empty()) return nullptr;
  for (const OpenRejection& one : facts_.rejections) {
    const bool of_day = one.of.day == group.day || (other_came && one.day_guessed);
    if (one.payload == "desossa" && one.order == group.order && of_day &&
        one.deboning_unit == group.unit && claim(one, group.unit + "/" + group.order)) {
      return &one;
    }
  }
  return nullptr;
}

const OpenRejection* MissingThings::rejection_of(const BoxGroup& group, const PlantDay& day) {
  const auto fits = [](const std::string& part, const std::string& whole) {
    return part.empty() || whole.empty() || part == whole;
  };
  for (const bool named : {true, false}) {
    // A guess of the plant does not speak against a record that names the order.
    const std::string plant = named && group.plant_guessed() ? "" : day.unit;
    for (const OpenRejection& one : facts_.rejections) {
      if (one.payload != "desossa" || one.order.empty() == named) continue;
      if (!fits(one.order, group.order) || !fits(one.deboning_unit, group.unit) ||
          !fits(one.of.unit, plant) || !fits(one.of.day, day.day)) {
        continue;
      }
      if (claim(one, group.unit + "/" + group.order)) return &one;
    }
  }
  return nullptr;
}

void MissingThings::file(std::string_view payload, const PlantDay& day, Names& names,
                         std::optional<OtherCause> otherwise) {
  MissingThing thing;
  thing.type = "arquivo";
  thing.payload = payload;
  thing.key = key_json(day);
  thing.otherwise = std::move(otherwise);
  thing.plant_guessed = guessing_;
  add(fmt::format("arquivo/{}/{}/{}", payload, day.unit, day.day), std::move(thing), names);
}

void MissingThings::rejected(const OpenRejection& rejection, Json key, Names& names) {
  MissingThing thing;
  thing.type = "rejeicao";
  thing.payload = rejection.payload;
  thing.key = std::move(key);
  thing.file = rejection.file;
  thing.record_number = rejection.record_number;
  thing.rule = given_rule(rejection.rule);
  thing.rejection_id = rejection.id;
  add(fmt::format("rejeicao/{}", rejection.id), std::move(thing), names);
}

void MissingThings::record(std::string_view payload, Json key, const RecordPlace& place,
                           Names& names, std::optional<OtherCause> otherwise) {
  MissingThing thing;
  thing.type = "registro";
  thing.payload = payload;
  thing.key = std::move(key);
  thing.file = place.file;
  thing.record_number = place.record_number;
  thing.rule = given_rule(place.rule);
  thing.otherwise = std::move(otherwise);
  thing.plant_guessed = guessing_ && !place.file && payload == "desossa";
  std::string name = fmt::format("registro/{}/{}", payload, thing.key.dump());
  add(std::move(name), std::move(thing), names);
}

void MissingThings::order_record(const OrderState& order, const char* rule, Names& names) {
  const auto found = facts_.order_records.find(order.key);
  RecordPlace place = found == facts_.order_records.end() ? RecordPlace{} : found->second;
  place.rule = rule;
  record("desossa", key_json(order.key), place, names);
}

void MissingThings::box_record(std::size_t group, const char* rule, Names& names,
                               std::optional<OtherCause> otherwise) {
  RecordPlace place = facts_.box_records[group];
  place.rule = rule;
  record("caixas", boxes_key(facts_.groups[group]), place, names, std::move(otherwise));
}

// Where one has no doubt, there is none.
void MissingThings::add(std::string name, MissingThing thing, Names& names) {
  names.insert(name);
  const bool doubt = thing.otherwise.has_value();
  const bool guess = thing.plant_guessed;
  const auto [found, is_new] = things_.try_emplace(std::move(name), std::move(thing));
  if (!is_new && !doubt) found->second.otherwise.reset();
  if (!is_new && !guess) found->second.plant_guessed = false;
}

}  // namespace gdo::trace
