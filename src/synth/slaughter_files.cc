#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "synth/delivery.h"
#include "synth/file_plans.h"
#include "synth/payload.h"
#include "synth/slaughter.h"
#include "synth/unit_files.h"

namespace gdo::synth {
namespace {

constexpr FileKind kFarmAnimals{.payload = Payload::animals,
                                .number = 2,
                                .hour = 13,
                                .may_be_lines = true,
                                .may_be_latin1 = true,
                                .may_be_corrected = true};

constexpr std::array<std::string_view, 8> kBreeds = {
    "NELORE", "NELORE MOCHO", "ANGUS", "CRUZADO ANGUS", "BRANGUS", "SENEPOL", "TABAPUA", "SRD"};

FarmAnimal animal_at(const Slaughter& day, const Lot& lot, const Animal& animal, Random& random) {
  FarmAnimal record;
  record.id = animal.official_id;
  record.farm = lot.farm;
  record.sex = animal.kind == AnimalClass::boi ? 'M' : 'F';
  record.breed = random.pick(kBreeds);
  record.born = animal.born;
  record.entered = lot.bought - random.between(90, 300);
  record.left = day.day;
  record.status = "abatido";
  record.birth_weight = random.chance(50) ? random.between(240, 420) : 0;
  record.vaccines = random.between(0, 2);
  return record;
}

// Born on another farm, and sold to the last one.
FarmAnimal before(const FarmAnimal& last, const World& world, const Tenant& tenant,
                  Random& random) {
  FarmAnimal record = last;
  while (record.farm == last.farm) record.farm = &world.farm_for(tenant, random);
  record.entered = record.born;
  record.left = last.entered;
  record.status = "inativo";
  return record;
}

FarmAnimal living(const Slaughter& day, const Lot& lot, int index, Random& random) {
  FarmAnimal record;
  const auto place = (static_cast<std::uint64_t>(day.unit->local) * 5'000 +
                      static_cast<std::uint64_t>(day.day_index)) *
                         10'000 +
                     static_cast<std::uint64_t>(lot.number) * 10 +
                     static_cast<std::uint64_t>(index);
  record.id = 76'000'000'000'000U + 500'000'000'000U + place;
  record.farm = lot.farm;
  record.sex = random.chance(50) ? 'M' : 'F';
  record.breed = random.pick(kBreeds);
  record.born = day.day - random.between(60, 1500);
  record.entered = record.born + random.between(0, 50);
  record.status = "ativo";
  record.birth_weight = random.between(240, 420);
  record.vaccines = random.between(0, 1);
  return record;
}

std::vector<FarmAnimal> farm_animals(const Slaughter& day) {
  std::vector<FarmAnimal> animals;
  Random random(mix(day.seed, 4));
  for (const Lot& lot : day.lots) {
    for (int position = 0; lot.identified && position < lot.head; ++position) {
      const Animal animal = make_animal(day, lot, position);
      if (animal.official_id == 0) continue;
      animals.push_back(animal_at(day, lot, animal, random));
      if (!random.chance(20)) continue;
      animals.push_back(before(animals.back(), *day.world, *day.unit->tenant, random));
    }
    const int alive = lot.head >= 20 ? 3 : random.between(0, 1);
    for (int i = 0; i < alive; ++i) animals.push_back(living(day, lot, i, random));
  }
  return animals;
}

// Nested far deeper than anything that is meant.
void put_deep(JsonWriter& json, const FarmAnimal& animal) {
  constexpr std::size_t kDepth = 2'000;
  json.begin_object();
  json.quoted_integer("id_animal", static_cast<std::int64_t>(animal.id), 15);
  json.text("id_propriedade", animal.farm->property);
  json.date("data_nascimento", animal.born);
  json.literal("dados_adicionais", std::string(kDepth, '[') + std::string(kDepth, ']'));
  json.end_object();
}

void write_animal(Delivery& file, const FarmAnimal& animal, Day day, const Fault* fault) {
  file.begin_record(fault, day);
  if (fault != nullptr && fault->effect == Effect::too_deep)
    put_deep(file.json(), animal);
  else
    put_farm_animal(file.json(), animal);
  static_cast<void>(file.end_record());  // no box depends on it
}

// Writes animais files of shape B: where the identified animals of the day lived, and some that
// still live there.
void write_farm_animal_files(const Slaughter& day, double dirty, Part& part) {
  const std::vector<FarmAnimal> animals = farm_animals(day);
  if (animals.empty()) return;
  const auto plans =
      plan_files(kFarmAnimals, *day.world, *day.unit, day.day_index, dirty, animals.size());
  for (const FilePlan& plan : plans) {
    Delivery file(plan, part);
    const Selection selection(plan, animals.size());
    FaultPicker picker(plan.seed, dirty, !plan.late && plan.resent_at == 0);
    for (std::size_t i = 0; i < animals.size(); ++i) {
      if (!selection.has(i)) continue;
      const Fault* fault = file.may_be_faulty() ? picker.pick(farm_animal_faults()) : nullptr;
      if (fault != nullptr && fault->effect == Effect::duplicate) {
        write_animal(file, animals[i], day.day, nullptr);
      }
      write_animal(file, animals[i], day.day, fault);
    }
    file.finish();
  }
}

constexpr FileKind kSchedules{.payload = Payload::schedule,
                              .number = 0,
                              .hour = 7,
                              .may_be_late = true,
                              .may_be_latin1 = true,
                              .may_be_corrected = true};
constexpr FileKind kCarcasses{.payload = Payload::animals,
                              .number = 1,
                              .hour = 9,
                              .may_be_lines = true,
                              .may_be_corrected = true};

bool is_punctual(const FilePlan& plan) { return !plan.late && plan.resent_at == 0; }

// The schedule's lots, while its files are written.
class ScheduleFiles {
 public:
  ScheduleFiles(const Slaughter& day, double dirty, Part& part)
      : day_(day), dirty_(dirty), part_(part), documented_(day.lots.size()) {}

  void write() {
    const auto plans =
        plan_files(kSchedules, *day_.world, *day_.unit, day_.day_index, dirty_, day_.lots.size());
    for (const FilePlan& plan : plans) write(plan);
  }
  const std::vector<Versioned<bool>>& documented() const { return documented_; }

 private:
  void write(const FilePlan& plan) {
    Delivery file(plan, part_);
    const Selection selection(plan, day_.lots.size());
    FaultPicker picker(plan.seed, dirty_, is_punctual(plan));
    for (std::size_t i = 0; i < day_.lots.size(); ++i) {
      if (!selection.has(i)) continue;
      const Fault* fault = file.may_be_faulty() ? picker.pick(schedule_faults()) : nullptr;
      if (fault != nullptr && fault->effect == Effect::duplicate) write_lot(file, i, nullptr);
      write_lot(file, i, fault);
    }
    file.finish();
  }
  void write_lot(Delivery& file, std::size_t i, const Fault* fault) {
    file.begin_record(fault, day_.day);
    put_schedule(file.json(), day_, day_.lots[i]);
    if (!file.end_record()) return;
    const bool documented = fault == nullptr || fault->effect != Effect::no_document;
    documented_[i].accept(file.version(), documented);
  }

  const Slaughter& day_;
  double dirty_;
  Part& part_;
  std::vector<Versioned<bool>> documented_;  // by lot
};

// The half-carcasses, while their files are written.
class CarcassFiles {
 public:
  CarcassFiles(const Slaughter& day, double dirty, Part& part)
      : day_(day), dirty_(dirty), part_(part), in_lot_(2 * static_cast<std::size_t>(day.head)) {}

  void write() {
    const auto plans =
        plan_files(kCarcasses, *day_.world, *day_.unit, day_.day_index, dirty_, in_lot_.size());
    for (const FilePlan& plan : plans) write(plan);
  }
  bool seen(const Lot& lot) const {
    const std::size_t first = place(lot.first_sequence, 0);
    for (std::size_t i = first; i < first + 2 * static_cast<std::size_t>(lot.head); ++i) {
      if (in_lot_[i].exists() && in_lot_[i].value) return true;
    }
    return false;
  }

 private:
  static std::size_t place(int sequence, int half) {
    return 2 * static_cast<std::size_t>(sequence - 1) + static_cast<std::size_t>(half);
  }
  void write(const FilePlan& plan) {
    Delivery file(plan, part_);
    const Selection selection(plan, in_lot_.size());
    FaultPicker picker(plan.seed, dirty_, is_punctual(plan));
    // Whole lots, and single animals, that never were sent; the first one always is.
    Random gaps(mix(plan.seed, 5));
    const auto rate = static_cast<std::uint64_t>(
        file.may_be_faulty() && plan.share == 100 ? dirty_ / 4 * 4294967296.0 : 0);
    for (const Lot& lot : day_.lots) {
      if (gaps.under(rate) && lot.number > 1) continue;
      for (int position = 0; position < lot.head; ++position) {
        if (gaps.under(rate) && position > 0) continue;
        const Animal animal = make_animal(day_, lot, position);
        for (int half = 0; half < 2; ++half) {
          if (selection.has(place(animal.sequence, half))) {
            write_half(file, picker, lot, animal, half);
          }
        }
      }
    }
    file.finish();
  }
  void write_half(Delivery& file, FaultPicker& picker, const Lot& lot, const Animal& animal,
                  int half) {
    const Fault* fault = file.may_be_faulty() ? picker.pick(carcass_faults()) : nullptr;
    const Effect effect = fault == nullptr ? Effect::none : fault->effect;
    if (effect == Effect::broken_line && !file.json_lines()) fault = nullptr;
    if (effect == Effect::duplicate) write_record(file, lot, animal, half, nullptr);
    write_record(file, lot, animal, half, fault);
  }
  void write_record(Delivery& file, const Lot& lot, const Animal& animal, int half,
                    const Fault* fault) {
    file.begin_record(fault, day_.day);
    if (fault != nullptr && fault->effect == Effect::unknown_shape)
      put_stranger(file.json());
    else
      put_carcass(file.json(), day_, lot, animal, half);
    if (!file.end_record()) return;
    const bool in_its_lot = fault == nullptr || fault->effect != Effect::other_lot;
    in_lot_[place(animal.sequence, half)].accept(file.version(), in_its_lot);
  }
  // The third shape of docs/dominio.md §1a, which is to be ignored.
  void put_stranger(JsonWriter& json) const {
    json.begin_object();
    json.text("codigo_fazenda", "FZ-001");
    json.text("brinco", "000123");
    json.text("piquete", "P-07");
    json.date("data_pesagem", day_.day);
    json.end_object();
  }

  const Slaughter& day_;
  double dirty_;
  Part& part_;
  std::vector<Versioned<bool>> in_lot_;  // by animal and half: whether it names its lot
};

}  // namespace

std::vector<LotTruth> write_slaughter_files(const Slaughter& day, double dirty, Part& part) {
  ScheduleFiles schedules(day, dirty, part);
  schedules.write();
  CarcassFiles carcasses(day, dirty, part);
  carcasses.write();
  write_farm_animal_files(day, dirty, part);
  std::vector<LotTruth> truths;
  for (std::size_t i = 0; i < day.lots.size(); ++i) {
    const Versioned<bool>& documented = schedules.documented()[i];
    truths.push_back({.scheduled = documented.exists(),
                      .documented = documented.exists() && documented.value,
                      .seen = carcasses.seen(day.lots[i])});
  }
  return truths;
}

}  // namespace gdo::synth
