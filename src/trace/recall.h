#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pg/connection.h"

namespace gdo::trace {

struct RecallRequest {
  std::string key;       // fazenda:CAR, fazenda:document, lote:unit/day/lot, animal:id or label
  std::string tenant;    // empty = whichever has it
  std::string valid_on;  // boxes that are valid on this day or later; empty = all, also expired
  bool without = false;  // also what would stop being traceable without it
  std::string since;     // slaughter from this day on; empty = all
};

struct RecalledBox {
  std::string plant_number;
  std::string barcode;
  std::string order_number;
  bool exact = false;  // a quarter of a half-carcass of theirs went into its order
  double kg = 0;
  std::optional<std::string> valid_until;
  std::optional<std::string> request_text;  // nr_pedido of its first sale
  std::optional<std::string> sale;          // the sale's whole key, joined by '/'
  std::optional<std::string> customer;      // document; may be a person's
  std::optional<std::string> invoice;
};

struct RecallSums {
  std::int64_t boxes = 0;
  double kg = 0;
  std::int64_t sales = 0;
  std::int64_t customers = 0;
};

// Every box that a farm, lot or animal may be in.
struct Recall {
  std::string key;  // as asked
  std::string tenant;
  std::optional<std::string> valid_on;
  std::int64_t lotes = 0;
  std::int64_t orders = 0;
  RecallSums exact;                // proven by quarters; among maximo
  RecallSums most;                 // every box of an order that names one of its lots or quarters
  std::vector<RecalledBox> boxes;  // the exact ones first
  std::optional<RecallSums> leaving;  // caixas and kg only; of all boxes, expired ones, too
};

// Today where plants are.
std::string plants_today(pg::Connection& connection);

// Throws Error(config) for a key that is no farm, lot or animal, or one of several tenants or
// animals; Error(not_found) when gold knows none. Reads only. The service tables must exist.
Recall recall(pg::Connection& connection, const RecallRequest& request);
// The same within the caller's transaction, which must show one picture of gold (REPEATABLE READ).
Recall recall_within(pg::Connection& in_transaction, const RecallRequest& request);

// The document of `gdo recall --json`; customers who are persons masked unless `personal`.
std::string recall_json(const Recall& recall, bool personal);
// The same in pieces, for a farm may be in a million boxes; `write` gives false to end it.
void write_recall_json(const Recall& recall, bool personal,
                       const std::function<bool(std::string_view)>& write);

}  // namespace gdo::trace
