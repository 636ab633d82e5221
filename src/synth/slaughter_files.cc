#include "synth/slaughter_files.h"

#include <cstddef>

#include "synth/farm_animal_files.h"
#include "synth/file_plans.h"
#include "synth/records.h"

namespace gdo::synth {
namespace {

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
