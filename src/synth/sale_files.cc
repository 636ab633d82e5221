#include "synth/sale_files.h"

#include <array>
#include <cstddef>

#include "synth/file_plans.h"
#include "synth/manifest.h"
#include "synth/records.h"
#include "synth/truth.h"
#include "synth/warehouse.h"

namespace gdo::synth {
namespace {

constexpr FileKind kSales{.payload = Payload::registro_venda,
                          .number = 5,
                          .lag_days = 6,
                          .hour = 18,
                          .may_be_latin1 = true,
                          .may_be_corrected = true};

std::string printed(const SoldBox& box) {
  std::array<char, 10> memory{};
  return std::string(sold_barcode(box, memory));
}

// One day's sales of one warehouse, while their files are written.
class SaleFiles {
 public:
  SaleFiles(const Warehouse& warehouse, std::vector<Sale> sales, int day_index, double dirty,
            Part& part)
      : warehouse_(warehouse),
        sales_(std::move(sales)),
        day_index_(day_index),
        dirty_(dirty),
        part_(part),
        truths_(sales_.size()) {}

  void write(const World& world, const Unit& unit) {
    const auto plans = plan_files(kSales, world, unit, day_index_, dirty_, sales_.size());
    for (const FilePlan& plan : plans) write(plan);
  }

  void account(const Unit& unit, const ForeignBarcodes& foreign) {
    for (const auto& truth : truths_) {
      if (!truth.exists()) continue;
      for (const SoldBox& box : truth.value.boxes) {
        const std::string barcode = printed(box);
        const auto other = foreign.find(barcode);
        put_sold_box_line(part_.manifest,
                          {.token = unit.tenant->token,
                           .warehouse = unit.cnpj,
                           .order = truth.value.number,
                           .load = truth.value.load,
                           .barcode = barcode,
                           .reason = other == foreign.end() ? box.reason : other->second});
      }
    }
  }

 private:
  void write(const FilePlan& plan) {
    Delivery file(plan, part_);
    const Selection selection(plan, sales_.size());
    FaultPicker picker(plan.seed, dirty_, !plan.late && plan.resent_at == 0);
    for (std::size_t i = 0; i < sales_.size(); ++i) {
      if (!selection.has(i)) continue;
      const Fault* fault = file.may_be_faulty() ? picker.pick(sale_faults()) : nullptr;
      const Effect effect = fault == nullptr ? Effect::none : fault->effect;
      if (effect == Effect::sold_before && warehouse_.sold_before().empty()) fault = nullptr;
      if (effect == Effect::duplicate) write_sale(file, i, nullptr);
      write_sale(file, i, fault);
    }
    file.finish();
  }
  void write_sale(Delivery& file, std::size_t i, const Fault* fault) {
    Sale sale = sales_[i];
    if (fault != nullptr) change(sale, fault->effect, i);
    file.begin_record(fault, sale.sold);
    put_sale(file.json(), sale);
    if (file.end_record()) truths_[i].accept(file.version(), sale);
  }
  // Its first box becomes one that nobody made, or that went out the day before.
  void change(Sale& sale, Effect effect, std::size_t i) const {
    SoldBox& box = sale.boxes.front();
    if (effect == Effect::sold_before) {
      const auto& sold = warehouse_.sold_before();
      box = sold[i % sold.size()];
    }
    if (effect != Effect::orphan_line) return;
    const Unit& unit = *sale.warehouse;
    box.beef = true;
    box.barcode_unit = &unit;
    box.number =
        (unit.local == 0 ? 97'000'000U : 970'000'000U) + static_cast<std::uint32_t>(sale.number);
    box.reason = "sem_caixa";
  }

  const Warehouse& warehouse_;
  std::vector<Sale> sales_;
  int day_index_;
  double dirty_;
  Part& part_;
  std::vector<Versioned<Sale>> truths_;
};

}  // namespace

ForeignBarcodes foreign_barcodes(const World& world, const Tenant& tenant,
                                 const std::vector<PackingDay>& days) {
  ForeignBarcodes barcodes;
  const auto first = 2 * tenant.index;
  for (int place = 0; place < 2 * world.days; ++place) {
    const int local = place / world.days;
    const int day = place % world.days;
    const Unit& sister = world.units[static_cast<std::size_t>(first + 1 - local)];
    const std::vector<bool>& exists =
        days[static_cast<std::size_t>(sister.index * world.days + day)].in_trusted;
    const std::uint32_t base =
        sister.first_barcode + static_cast<std::uint32_t>(day) * kBarcodesPerDay;
    for (const auto& [number, reason] :
         days[static_cast<std::size_t>((first + local) * world.days + day)].foreign) {
      std::array<char, 10> memory{};
      const bool in_both = number - base < exists.size() && exists[number - base];
      barcodes.emplace(barcode_text(sister, number, memory),
                       in_both ? std::string_view("codigo_em_duas_unidades") : reason);
    }
  }
  return barcodes;
}

void write_sale_files(const World& world, const Unit& unit, double dirty,
                      const std::vector<PackingDay>& days, const ForeignBarcodes& foreign,
                      Part& part) {
  Warehouse warehouse(world, unit);
  for (int day = 0; day < world.days; ++day) {
    warehouse.receive(days[static_cast<std::size_t>(unit.index * world.days + day)].stock);
    SaleFiles files(warehouse, warehouse.sell(day), day, dirty, part);
    files.write(world, unit);
    files.account(unit, foreign);
  }
}

}  // namespace gdo::synth
