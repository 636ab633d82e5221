#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pg/connection.h"
#include "trace/open_rejections.h"
#include "trace/trace_tree.h"
#include "trace/untraced.h"

namespace gdo::trace {

// Boxes of one order and day of slaughter that cannot be traced.
struct BoxGroup {
  std::string unit;   // nr_unidade_desossa
  std::string order;  // nr_op_desossa
  std::string day;    // dt_abate; empty = none, or several
  std::string reason;
  std::int64_t boxes = 0;
  double kg = 0;
  PlantDay label;           // what their labels say
  std::string own_day;      // the day that most boxes of the order say
  bool odd_number = false;  // no other order of the unit has a number of this length
  std::string usual_plant;  // that most orders of the unit draw from

  // Of slaughter. No record says it: labels do, or else it is a guess.
  const std::string& plant() const {
    return !label.unit.empty() ? label.unit : !usual_plant.empty() ? usual_plant : unit;
  }
  bool plant_guessed() const { return label.unit.empty(); }

  bool without_order() const { return reason == "sem_ordem_desossa"; }
  // Their labels, which are written apart from the boxes' day, say the same.
  bool labels_agree() const { return !day.empty() && label.day == day; }
  // Where the order that is missing should come from.
  PlantDay expected() const;
  // The same as the boxes themselves say.
  PlantDay said() const { return {plant(), day}; }
};

struct OrderState {
  OrderKey key;
  bool of_day = true;  // of the boxes' own day
  std::int64_t lot_count = 0;
  std::set<LotKey> lacking;
};

struct LotState {
  bool in_gold = false;
  bool has_schedule = false;
  bool document = false;
  bool propriedade = false;
  bool animals = false;
  bool complete() const { return has_schedule && document && propriedade && animals; }
};

// What has come of a plant's day, and its lots that lack something.
struct DayState {
  bool schedule = false;
  bool animals = false;
  bool deboning = false;
  std::vector<LotKey> lacking;
  bool nothing_came() const { return !schedule && !animals && !deboning; }
};

// What an order's quarters say of a plant's day that its lots name and nothing else knows.
struct QuarterProof {
  bool any = false;     // the order names quarters
  bool of_day = false;  // some are of that day
};

struct RecordPlace {
  std::optional<std::string> file;
  std::optional<std::int64_t> record_number;
  std::string rule;
};

// Everything that is known of one tenant's boxes that cannot be traced.
struct UntracedFacts {
  std::int64_t boxes = 0;
  std::int64_t traceable = 0;
  std::vector<BoxGroup> groups;
  std::vector<std::vector<OrderState>> orders;  // of each group
  std::map<LotKey, LotState> lots;
  std::map<PlantDay, DayState> days;
  std::set<PlantDay> awaited;  // days of boxes no order of which has come
  std::map<std::pair<OrderKey, PlantDay>, QuarterProof> unknown_days;
  std::map<LotKey, RecordPlace> schedules;  // of lots whose record leaves something open
  std::map<OrderKey, RecordPlace> order_records;
  std::vector<RecordPlace> box_records;  // of each group that has no order
  std::vector<OpenRejection> rejections;

  // The plant's day of a group's boxes, whose order has come of other days only.
  PlantDay other_day(std::size_t group) const;
  // Whether it is known to be one: something of it has come, or whole orders of it are missing.
  bool is_day(const PlantDay& day) const;
};

UntracedFacts untraced_facts(pg::Connection& connection, const std::string& tenant,
                             const UntracedRequest& request);

}  // namespace gdo::trace
