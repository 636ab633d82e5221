#include "synth/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/encodings.h"
#include "synth/check_digits.h"
#include "synth/gzip.h"
#include "synth/parties.h"

namespace gdo::synth {
namespace {

constexpr int kFarms = 1500;
constexpr int kCustomers = 60;
constexpr int kCarriers = 12;
constexpr int kInvoices = 48;

std::vector<Tenant> make_tenants(std::uint64_t seed, int count) {
  std::vector<Tenant> tenants;
  std::set<std::string> tokens;
  Random random(mix(seed, 1));
  while (std::cmp_less(tenants.size(), count)) {
    std::string token = fmt::format("{:06x}", random.below(1U << 24U));
    if (!tokens.insert(token).second) continue;
    tenants.push_back({static_cast<int>(tenants.size()), std::move(token)});
  }
  return tenants;
}

// The first plant of every tenant is the same plant, with the same barcodes and order numbers:
// whoever forgets token_cliente in a key or a join mixes their data.
Unit make_unit(const World& world, const WorldOptions& options, int index) {
  constexpr std::array kCapacities = {1000, 1200, 700, 900, 1100, 800};
  const int local = index % 2;
  const int plant = local == 0 ? 0 : (index + 1) / 2;
  Random random(mix(mix(world.seed, 2), static_cast<std::uint64_t>(plant)));
  Unit unit;
  unit.index = index;
  unit.local = local;
  unit.tenant = &world.tenants[static_cast<std::size_t>(index / 2)];
  unit.company = 901 + plant;
  unit.sif = 9801 + plant;
  unit.cnpj = make_cnpj(random, false);
  // The mean of Beta(13, 6) is 13/19 of the capacity.
  unit.capacity =
      options.head > 0 ? options.head * 19 / 13 : kCapacities[static_cast<std::size_t>(index) % 6];
  unit.padded_sif = local == 1;
  unit.punctuated = index % 3 == 1;
  unit.midnight_dates = index % 3 == 2;
  unit.bruise_style = index % 3;
  unit.text_orders = local == 0;
  unit.first_barcode = local == 0 ? 10'000'001 : 100'000'001;
  unit.barcode_letters = local == 0 ? "ZZ" : "K";
  return unit;
}

// What invoices say is of no interest; that they are long, and gzip within base64, is.
std::string make_invoice(Random& random) {
  TextBuffer xml;
  xml.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?><nfeProc><infNFe versao=\"SINTETICA\">");
  const int items = random.between(12, 34);
  for (int i = 0; i < items; ++i) {
    xml.put(fmt::format("<det nItem=\"{}\"><xProd>ITEM FICTICIO</xProd><cId>{}</cId></det>", i + 1,
                        make_hex(random, 64)));
  }
  xml.put("</infNFe></nfeProc>");
  TextBuffer zipped;
  put_gzip(zipped, xml.view());
  return base64(zipped.view());
}

// x^10 = k by Newton's method: only additions, products and quotients, which every machine rounds
// alike (std::pow does not promise that).
double tenth_root(double k) {
  double x = 1 + k / 1000;
  for (int round = 0; round < 60; ++round) {
    double power = 1;
    for (int i = 0; i < 9; ++i) power *= x;
    x = (9 * x + k / power) / 10;
  }
  return x;
}

std::vector<std::uint64_t> zipf_weights() {
  std::vector<std::uint64_t> cumulative;
  std::uint64_t sum = 0;
  for (int rank = 1; rank <= kFarms; ++rank) {
    sum += static_cast<std::uint64_t>(1e9 / (rank * tenth_root(rank)));
    cumulative.push_back(sum);
  }
  return cumulative;
}

}  // namespace

const Farm& World::farm_for(const Tenant& tenant, Random& random) const {
  const std::uint64_t drawn = random.next() % deliveries.back();
  const auto rank = static_cast<std::size_t>(
      std::upper_bound(deliveries.begin(), deliveries.end(), drawn) - deliveries.begin());
  // 7919 is prime: every tenant has its own order of the same farms.
  return farms[(rank * 7919 + static_cast<std::size_t>(tenant.index) * 531) % farms.size()];
}

World make_world(const WorldOptions& options) {
  World world;
  world.seed = options.seed;
  world.days = options.days;
  world.first_day = options.first_day;
  world.tenants = make_tenants(options.seed, options.tenants);
  for (int i = 0; i < 2 * options.tenants; ++i) world.units.push_back(make_unit(world, options, i));
  Random random(mix(options.seed, 3));
  for (int i = 0; i < kFarms; ++i) world.farms.push_back(make_farm(random, i));
  for (int i = 0; i < kCustomers; ++i) world.customers.push_back(make_customer(random, i));
  for (int i = 0; i < kCarriers; ++i) world.carriers.push_back(make_carrier(random, i));
  for (int i = 0; i < kInvoices; ++i) world.invoices.push_back(make_invoice(random));
  world.deliveries = zipf_weights();
  return world;
}

}  // namespace gdo::synth
