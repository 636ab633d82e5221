#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/open_rejections.h"
#include "trace/origin_keys.h"
#include "trace/untraced.h"

namespace gdo::trace {

// Boxes of one order and day of slaughter that cannot be traced.
struct BoxGroup {
  std::string unit;   // nr_unidade_desossa
  std::string order;  // nr_op_desossa
  std::string day;    // dt_abate; empty = none, or several
  std::string motivo;
  std::int64_t caixas = 0;
  double kg = 0;
  PlantDay label;           // what their labels say
  std::string own_day;      // the day that most boxes of the order say
  bool odd_number = false;  // no other order of the unit has a number of this length

  bool without_order() const { return motivo == "sem_ordem_desossa"; }
  // Where the order that is missing should come from.
  PlantDay expected() const;
};

struct OrderState {
  OrderKey key;
  bool do_dia = true;  // of the boxes' own day
  std::int64_t qtde_lotes = 0;
  std::set<LotKey> lacking;
};

struct LotState {
  bool in_gold = false;
  bool tem_escala = false;
  bool documento = false;
  bool propriedade = false;
  bool animais = false;
  bool complete() const { return tem_escala && documento && propriedade && animais; }
};

// What has come of a plant's day, and its lots that lack something.
struct DayState {
  bool escala = false;
  bool animais = false;
  bool desossa = false;
  std::vector<LotKey> lacking;
};

struct RecordPlace {
  std::optional<std::string> arquivo;
  std::optional<std::int64_t> nr_registro;
  std::string regra;
};

// Everything that is known of one tenant's boxes that cannot be traced.
struct UntracedFacts {
  std::int64_t caixas = 0;
  std::int64_t rastreaveis = 0;
  std::vector<BoxGroup> groups;
  std::vector<std::vector<OrderState>> orders;  // of each group
  std::map<LotKey, LotState> lots;
  std::map<PlantDay, DayState> days;
  std::map<LotKey, RecordPlace> schedules;  // of lots whose record leaves something open
  std::map<OrderKey, RecordPlace> order_records;
  std::vector<RecordPlace> box_records;  // of each group that has no order
  std::vector<OpenRejection> rejections;
};

UntracedFacts untraced_facts(pg::Connection& connection, const std::string& tenant,
                             const UntracedRequest& request);

}  // namespace gdo::trace
