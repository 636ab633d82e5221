#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synth/calendar.h"
#include "synth/random.h"

// Who and what there is in a generated world. Every name says that it is invented; documents are
// random numbers with right check digits. All text is ready to stand in JSON (no escapes needed).
namespace gdo::synth {

struct Tenant {
  int index = 0;
  std::string token;  // six small hexadecimal digits
};

// A slaughterhouse with its deboning room and warehouse.
struct Unit {
  int index = 0;  // in World::units
  int local = 0;  // 0 or 1 within its tenant
  const Tenant* tenant = nullptr;
  int company = 0;  // cod_empresa
  int sif = 0;
  std::string cnpj;
  int capacity = 0;  // head a day
  // The ways of this source, which are never faults (docs/dominio.md §5, "100 % by source").
  bool padded_sif = false;      // "09801" for 9801
  bool punctuated = false;      // 11.222.333/0001-81
  bool midnight_dates = false;  // 2025-01-27T00:00:00
  int bruise_style = 0;         // "False", false, 0
  bool text_orders = false;     // nr_pedido as text
  // Box barcodes: first number, and letters so that they have ten characters.
  std::uint32_t first_barcode = 0;
  std::string_view barcode_letters;
};

struct Party {  // a customer or a carrier
  std::string name;
  std::string document;
  std::string city;
  std::string_view state;
};

struct Farm {
  int id = 0;
  std::string name;      // "… - OWNER", cut at 50 characters
  std::string property;  // id_propriedade of farm animals
  std::string owner;
  std::string document;  // CPF or CNPJ, bare
  bool company = false;
  std::string registration;  // state registration or "NA"
  std::string address;
  std::string city;
  std::string_view state;
  std::string postal_code;   // 99.999-999
  std::string municipality;  // seven digits
  std::string car;
  std::int64_t latitude = 0;  // 10^-5 degrees
  std::int64_t longitude = 0;
};

struct World {
  std::uint64_t seed = 0;
  int days = 0;
  Day first_day = 0;  // of slaughter
  std::vector<Tenant> tenants;
  std::vector<Unit> units;  // two for each tenant, in the tenants' order
  std::vector<Farm> farms;
  std::vector<Party> customers;
  std::vector<Party> carriers;
  std::vector<std::string> invoices;      // base64 of gzip of XML in which nothing is real
  std::vector<std::uint64_t> deliveries;  // cumulative Zipf weights of the farms' ranks

  // The farm that sends a tenant its next lot: few send often (docs/dominio.md §5, Zipf 1.1).
  const Farm& farm_for(const Tenant& tenant, Random& random) const;
};

struct WorldOptions {
  std::uint64_t seed = 1;
  int tenants = 3;
  int days = 3;
  Day first_day = 0;
  int head = 0;  // > 0: the head a day of every unit instead
};

World make_world(const WorldOptions& options);

// 11222333000181 → 11.222.333/0001-81; 52998224725 → 529.982.247-25.
std::string punctuated(std::string_view document);

}  // namespace gdo::synth
