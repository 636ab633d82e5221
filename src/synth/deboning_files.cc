#include "synth/deboning_files.h"

#include <cstddef>

#include "synth/deboning.h"
#include "synth/file_plans.h"
#include "synth/packing.h"
#include "synth/records.h"

namespace gdo::synth {
namespace {

constexpr FileKind kOrders{.payload = Payload::deboning,
                           .number = 3,
                           .hour = 11,
                           .may_be_late = true,
                           .may_be_corrected = true};
constexpr int kUnknownLot = 95;

struct RecordPlace {
  std::size_t order = 0;
  std::size_t record = 0;
};

// Deboning orders, while their files are written.
class OrderFiles {
 public:
  OrderFiles(const Deboning& work, double dirty, Part& part)
      : work_(work), dirty_(dirty), part_(part) {
    for (std::size_t i = 0; i < work.orders.size(); ++i) {
      truths_.emplace_back(work.orders[i].records.size());
      for (std::size_t k = 0; k < work.orders[i].records.size(); ++k) places_.push_back({i, k});
    }
  }

  void write() {
    const Slaughter& today = work_.today();
    const auto plans =
        plan_files(kOrders, *today.world, *today.unit, today.day_index, dirty_, places_.size());
    for (const FilePlan& plan : plans) write(plan);
  }
  const std::vector<OrderTruth>& truths() const { return truths_; }

 private:
  void write(const FilePlan& plan) {
    Delivery file(plan, part_, true);
    const Selection selection(plan, places_.size());
    FaultPicker picker(plan.seed, dirty_, !plan.late && plan.resent_at == 0);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!selection.has(i)) continue;
      const Fault* fault = file.may_be_faulty() ? picker.pick(order_faults()) : nullptr;
      if (fault != nullptr && fault->effect == Effect::duplicate) {
        write_record(file, places_[i], nullptr);
      }
      write_record(file, places_[i], fault);
    }
    file.finish();
  }
  void write_record(Delivery& file, RecordPlace place, const Fault* fault) {
    const Order& order = work_.orders[place.order];
    const OrderRecord& record = order.records[place.record];
    const Effect effect = fault == nullptr ? Effect::none : fault->effect;
    const OrderFacts facts{.no_lots = effect == Effect::no_lots,
                           .unknown_lot = effect == Effect::unknown_lot};
    file.begin_record(fault, record.day->day);
    put_order(file.json(), order, record, facts.unknown_lot ? kUnknownLot : 0);
    if (file.end_record()) truths_[place.order][place.record].accept(file.version(), facts);
  }

  const Deboning& work_;
  double dirty_;
  Part& part_;
  std::vector<RecordPlace> places_;
  std::vector<OrderTruth> truths_;
};

}  // namespace

PackingDay write_deboning_files(const World& world, const Unit& unit, int day_index, double dirty,
                                const LotTruths& lots, Part& part) {
  const Deboning work(world, unit, day_index);
  OrderFiles orders(work, dirty, part);
  orders.write();
  Packing packing(work, dirty, part);
  packing.write();
  return packing.account(orders.truths(), lots);
}

}  // namespace gdo::synth
