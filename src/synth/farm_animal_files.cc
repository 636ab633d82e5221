#include "synth/farm_animal_files.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "synth/file_plans.h"
#include "synth/records.h"

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

}  // namespace

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

}  // namespace gdo::synth
