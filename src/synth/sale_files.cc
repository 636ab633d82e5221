
#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "synth/file_plans.h"
#include "synth/manifest.h"
#include "synth/payload.h"
#include "synth/truth.h"
#include "synth/unit_files.h"

namespace gdo::synth {
namespace {

// The boxes that one unit has in stock, and whom it sells them to.
class Warehouse {
 public:
  Warehouse(const World& world, const Unit& unit) : world_(world), unit_(unit) {}

  // A day's boxes arrive; then its sales may be made.
  void receive(const std::vector<SoldBox>& stock) { shelves_.push_back(stock); }
  // The sales of the day of the last arrival: one for 18 head of capacity, at least one.
  std::vector<Sale> sell(int day_index);
  // Boxes that were sold before the last call of sell(); at most a few.
  const std::vector<SoldBox>& sold_before() const { return sold_before_; }

 private:
  Sale make_sale(int day_index, int index);
  void fill(Sale& sale, int day_index, int index, Random& random);
  bool take_box(Sale& sale, int day_index, Random& random);
  SoldBox other_goods(const Sale& sale, int day_index, int number) const;

  const World& world_;
  const Unit& unit_;
  std::vector<std::vector<SoldBox>> shelves_;  // by day of slaughter
  std::vector<SoldBox> sold_before_;
  std::vector<SoldBox> sold_today_;
};

constexpr int kSoldAfterDays = 4;  // every box of a day is packed by then
constexpr int kMeanStockAge = 20;
constexpr int kSalesPerDay = 400;  // numbers set aside for a day
constexpr std::size_t kRemembered = 50;

// Log-normal with median 4, between 1 and 60: its sixteenths.
int draw_size(Random& random) {
  constexpr std::array kSixteenths = {1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 9, 12, 18};
  const std::uint32_t part = random.below(16);
  if (part == kSixteenths.size()) return random.between(24, 60);
  return kSixteenths[part];
}

std::vector<Sale> Warehouse::sell(int day_index) {
  sold_before_ = sold_today_;
  std::vector<Sale> sales;
  const int count = clip(unit_.capacity / 25, 1, kSalesPerDay);
  for (int i = 0; i < count; ++i) sales.push_back(make_sale(day_index, i));
  for (const Sale& sale : sales) {
    if (sold_today_.size() >= kRemembered) sold_today_.clear();
    for (const SoldBox& box : sale.boxes) {
      if (box.beef && sold_today_.size() < kRemembered) sold_today_.push_back(box);
    }
  }
  return sales;
}

Sale Warehouse::make_sale(int day_index, int index) {
  Random random(mix(mix(world_.seed, 60'000 + static_cast<std::uint64_t>(unit_.index)),
                    static_cast<std::uint64_t>(day_index * kSalesPerDay + index)));
  Sale sale;
  sale.world = &world_;
  sale.warehouse = &unit_;
  sale.number = 300'001 + day_index * kSalesPerDay + index;
  sale.load = 8'001 + day_index * 50 + index / 8;
  sale.sold = world_.first_day + day_index + kSoldAfterDays;
  sale.shipped = sale.sold + random.between(0, 1);
  sale.customer = &random.pick(world_.customers);
  sale.carrier = &random.pick(world_.carriers);
  sale.market = 2;
  sale.marks = random.next();
  sale.invoices = random.chance(80) ? 1 : 2;
  fill(sale, day_index, index, random);
  return sale;
}

void Warehouse::fill(Sale& sale, int day_index, int index, Random& random) {
  const int size = draw_size(random);
  for (int i = 0; i < size; ++i) {
    if (!random.chance(3)) {
      if (!take_box(sale, day_index, random)) break;
    } else {
      sale.boxes.push_back(other_goods(sale, day_index, index * 100 + i));
    }
  }
  if (sale.boxes.empty()) sale.boxes.push_back(other_goods(sale, day_index, index * 100 + 99));
}

bool Warehouse::take_box(Sale& sale, int day_index, Random& random) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const int age = std::min(random.geometric(kMeanStockAge), day_index);
    auto& shelf = shelves_[static_cast<std::size_t>(day_index - age)];
    if (shelf.empty()) continue;
    const std::size_t place = random.below(static_cast<std::uint32_t>(shelf.size()));
    SoldBox box = shelf[place];
    if (box.expires <= sale.shipped) continue;
    shelf[place] = shelf.back();
    shelf.pop_back();
    // On some lines the trace code is empty.
    if (random.chance(4)) box.slaughtered = 0;
    sale.boxes.push_back(box);
    return true;
  }
  return false;
}

SoldBox Warehouse::other_goods(const Sale& sale, int day_index, int number) const {
  constexpr std::array<std::string_view, 3> kGoods = {"CARVAO VEGETAL 5KG", "SAL GROSSO 1KG",
                                                      "LINGUIÇA SUINA 5KG"};
  SoldBox box;
  box.beef = false;
  // With eight digits, of which no unit's boxes have any.
  box.barcode_unit = &world_.units[static_cast<std::size_t>(unit_.index - unit_.local)];
  box.number = 50'000'000 + static_cast<std::uint32_t>(unit_.local) * 20'000'000 +
               static_cast<std::uint32_t>((day_index * kSalesPerDay * 100 + number) % 20'000'000);
  const auto kind = static_cast<std::size_t>(number) % kGoods.size();
  box.sku_code = 9'001 + static_cast<int>(kind);
  box.sku_name = kGoods[kind];
  box.pieces = 1;
  box.produced = sale.sold - 20;
  box.packed = sale.sold - 20;
  box.expires = sale.sold + 300;
  box.reason = "sem_caixa";
  return box;
}

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
