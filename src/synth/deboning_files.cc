#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "synth/deboning.h"
#include "synth/delivery.h"
#include "synth/file_plans.h"
#include "synth/manifest.h"
#include "synth/payload.h"
#include "synth/truth.h"
#include "synth/unit_files.h"

namespace gdo::synth {
namespace {

// The boxes of one unit and day, while their files are written.
class Packing {
 public:
  Packing(const Deboning& work, double dirty, Part& part);

  void write();
  // The manifest's lines, and what later steps need. orders: by Deboning::orders.
  PackingDay account(const std::vector<OrderTruth>& orders, const LotTruths& lots);

 private:
  // A header and its boxes. Boxes of a batch without a deboning order are orphans.
  struct Batch {
    Order order;
    bool orphan = false;
    std::vector<Versioned<Day>> boxes;  // by index: its slaughter date
  };
  struct Foreign {
    std::size_t batch = 0;
    Versioned<Box> box;
  };

  void add_orphans();
  void write(const FilePlan& plan);
  void write_batch(Delivery& file, FaultPicker& picker, std::size_t batch, bool part_of_it);
  void write_box(Delivery& file, const Fault* fault, std::size_t batch, Box box, int index);
  Box faulty(Box box, const Fault& fault, const Order& order);
  void account_for(std::size_t batch, const OrderTruth& order, const LotTruths& lots,
                   PackingDay& result);
  void put_line(const Unit& barcode_unit, std::uint32_t number, const Flags& flags);

  const Deboning& work_;
  double dirty_;
  Part& part_;
  std::vector<Batch> batches_;
  std::map<std::uint32_t, Foreign> foreign_;  // by number, of the sister unit
  std::uint32_t next_foreign_ = 0;
};

constexpr FileKind kBoxes{
    .payload = Payload::boxes, .number = 4, .hour = 16, .may_be_corrected = true};
constexpr Fault kOrphan{.name = "caixa_orfa", .alerts = "referencia:nr_op_desossa"};
constexpr int kOrphanOrders = 9'000'000;

// The other unit of the tenant.
const Unit& sister_of(const World& world, const Unit& unit) {
  return world.units[static_cast<std::size_t>(unit.local == 0 ? unit.index + 1 : unit.index - 1)];
}

std::uint32_t first_of_day(const Unit& unit, int day_index) {
  return unit.first_barcode + static_cast<std::uint32_t>(day_index) * kBarcodesPerDay;
}

// One box of so many may be sold.
bool is_stock(std::uint32_t number) { return mix(number, 17) % 4 == 0; }

SoldBox stock_of(const Order& order, const Box& box, std::string_view reason) {
  const Sku& sku = skus_of(order.cut)[static_cast<std::size_t>(box.sku)];
  return {.barcode_unit = box.barcode_unit,
          .number = box.number,
          .sku_code = sku.code + (order.frozen ? 1 : 0),
          .sku_name = sku.name,
          .frozen = order.frozen,
          .pieces = box.pieces,
          .sif = order.records.front().day->unit->sif,
          .slaughtered = box.slaughtered,
          .produced = box.produced,
          .packed = box.packed,
          .expires = box.expires,
          .reason = reason};
}

Packing::Packing(const Deboning& work, double dirty, Part& part)
    : work_(work), dirty_(dirty), part_(part) {
  for (const Order& order : work.orders) {
    batches_.push_back({order, false, {}});
    batches_.back().boxes.resize(static_cast<std::size_t>(order.box_count));
  }
  add_orphans();
}

// Boxes of orders that no desossa ever names.
void Packing::add_orphans() {
  const std::size_t orders = batches_.size();
  Random random(mix(work_.today().seed, 6));
  for (std::size_t i = 0; i < orders; ++i) {
    if (!random.under(static_cast<std::uint64_t>(dirty_ * 4294967296.0))) continue;
    const Order& last = batches_.back().order;
    Batch batch{batches_[i].order, true, {}};
    batch.order.first_barcode = last.first_barcode + static_cast<std::uint32_t>(last.box_count);
    batch.order.number = kOrphanOrders + work_.today().day_index * 100 + static_cast<int>(i);
    batch.order.seed = mix(batch.order.seed, 9);
    batch.order.box_count = random.between(1, 5);
    batch.boxes.resize(static_cast<std::size_t>(batch.order.box_count));
    batches_.push_back(std::move(batch));
  }
}

void Packing::write() {
  const Slaughter& today = work_.today();
  const auto plans =
      plan_files(kBoxes, *today.world, *today.unit, today.day_index, dirty_, work_.orders.size());
  for (const FilePlan& plan : plans) write(plan);
}

void Packing::write(const FilePlan& plan) {
  Delivery file(plan, part_);
  const bool correction = plan.share < 100;
  const Selection selection(plan, work_.orders.size());
  FaultPicker picker(plan.seed, dirty_, !plan.late && plan.resent_at == 0);
  next_foreign_ = 0;
  for (std::size_t i = 0; i < batches_.size(); ++i) {
    const bool wanted = batches_[i].orphan ? !correction && file.may_be_faulty() : selection.has(i);
    if (wanted) write_batch(file, picker, i, correction);
  }
  file.finish();
}

void Packing::write_batch(Delivery& file, FaultPicker& picker, std::size_t batch, bool part_of_it) {
  const Order& order = batches_[batch].order;
  const bool orphan = batches_[batch].orphan;
  const bool faults = file.may_be_faulty() && !orphan;
  // A header's fault hits all its boxes: it is rarer.
  FaultPicker headers(mix(order.seed, static_cast<std::uint64_t>(file.version())),
                      faults ? dirty_ / 10 : 0, true);
  const Fault* header = headers.pick(box_header_faults());
  file.begin_record(header, order.records.front().day->day);
  begin_boxes(file.json(), order, order.number);
  for (int index = 0; index < order.box_count; ++index) {
    if (part_of_it && index % 12 != 0) continue;
    const Box box = make_box(order, index);
    const Fault* fault = faults && header == nullptr ? picker.pick(box_faults()) : nullptr;
    if (fault != nullptr && fault->effect == Effect::duplicate) {
      write_box(file, nullptr, batch, box, index);
    }
    write_box(file, orphan ? &kOrphan : fault, batch, box, index);
  }
  end_boxes(file.json());
  static_cast<void>(file.end_record());  // its boxes were asked one by one
}

Box Packing::faulty(Box box, const Fault& fault, const Order& order) {
  if (fault.effect == Effect::other_date) {
    const Day right = box.slaughtered == 0 ? order.slaughtered : box.slaughtered;
    box.slaughtered = right - 3;
  }
  if (fault.effect == Effect::foreign_barcode) {
    const Slaughter& today = work_.today();
    box.barcode_unit = &sister_of(*today.world, *today.unit);
    box.number = first_of_day(*box.barcode_unit, today.day_index) + next_foreign_++;
  }
  return box;
}

void Packing::write_box(Delivery& file, const Fault* fault, std::size_t batch, Box box, int index) {
  Batch& target = batches_[batch];
  if (fault != nullptr) box = faulty(box, *fault, target.order);
  file.begin_item(fault, box.packed);
  put_box(file.json(), target.order, box);
  if (!file.end_item()) return;
  if (box.barcode_unit == target.order.unit) {
    target.boxes[static_cast<std::size_t>(index)].accept(file.version(), box.slaughtered);
    return;
  }
  Foreign& entry = foreign_[box.number];
  if (file.version() >= entry.box.version) entry.batch = batch;
  entry.box.accept(file.version(), box);
}

void Packing::put_line(const Unit& barcode_unit, std::uint32_t number, const Flags& flags) {
  const Unit& unit = *work_.today().unit;
  std::array<char, 10> memory{};
  put_box_line(part_.manifest, {.token = unit.tenant->token,
                                .unit = unit.sif,
                                .barcode = barcode_text(barcode_unit, number, memory),
                                .has_order = flags.order,
                                .has_farms = flags.farms,
                                .has_animals = flags.animals,
                                .reason = flags.reason});
}

void Packing::account_for(std::size_t batch, const OrderTruth& order, const LotTruths& lots,
                          PackingDay& result) {
  const Batch& source = batches_[batch];
  for (int index = 0; index < source.order.box_count; ++index) {
    const Versioned<Day>& truth = source.boxes[static_cast<std::size_t>(index)];
    const std::uint32_t number = source.order.first_barcode + static_cast<std::uint32_t>(index);
    result.in_trusted.push_back(truth.exists());
    Flags flags{.reason = "sem_caixa"};
    if (truth.exists()) {
      flags = flags_of(source.order, order, truth.value, lots);
      put_line(*source.order.unit, number, flags);
      ++result.boxes;
    }
    if (!is_stock(number)) continue;
    result.stock.push_back(stock_of(source.order, make_box(source.order, index), flags.reason));
  }
}

PackingDay Packing::account(const std::vector<OrderTruth>& orders, const LotTruths& lots) {
  PackingDay result;
  for (std::size_t i = 0; i < batches_.size(); ++i) {
    const OrderTruth none(batches_[i].order.records.size());
    account_for(i, batches_[i].orphan ? none : orders[i], lots, result);
  }
  for (const auto& [number, entry] : foreign_) {
    if (!entry.box.exists()) continue;
    const Batch& source = batches_[entry.batch];
    const Box& box = entry.box.value;
    const Flags flags = flags_of(source.order, orders[entry.batch], box.slaughtered, lots);
    put_line(*box.barcode_unit, number, flags);
    ++result.boxes;
    result.foreign.push_back({number, flags.reason});
    result.stock.push_back(stock_of(source.order, box, flags.reason));
  }
  return result;
}

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
