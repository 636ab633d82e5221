#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "trace/untraced_facts.h"

namespace gdo::trace {

// What boxes lack, each thing once, however many boxes lack it.
class MissingThings {
 public:
  explicit MissingThings(const UntracedFacts& facts) : facts_(facts) {}

  // The names of all things that the boxes of a group lack: when every one has come, they are
  // traceable.
  std::set<std::string> of_group(std::size_t group);

  // By name; counts are not filled in.
  std::map<std::string, MissingThing>& things() { return things_; }

 private:
  using Names = std::set<std::string>;

  void of_other_day(std::size_t group, Names& names);
  void of_missing_order(std::size_t group, const PlantDay& day, Names& names);
  void order_to_come(std::size_t group, const PlantDay& day, const char* rule, Names& names);
  void of_rejected_order(const BoxGroup& group, const OpenRejection& rejection, PlantDay day,
                         Names& names);
  void of_orders(const std::vector<OrderState>& orders, bool of_the_day, Names& names);
  void of_day(const PlantDay& day, Names& names);
  void of_lot(const LotKey& lot, const OrderState* order, Names& names);
  bool of_unknown_day(const LotKey& lot, const OrderState& order, Names& names);
  void of_schedule(const LotKey& lot, const LotState& state, Names& names);
  void of_animals(const LotKey& lot, Names& names);

  const DayState& day_state(const PlantDay& day) const;
  const OpenRejection* rejection_of(std::string_view payload, const LotKey& lot);
  // One that says the order and the very day of the boxes; where a record of another day came, also
  // one that says no day.
  const OpenRejection* rejection_of_day(const BoxGroup& group, bool other_came);
  const OpenRejection* rejection_of(const BoxGroup& group, const PlantDay& day);
  bool names_unknown_lot(const LotKey& lot, const LotState& state);
  // The rejection, unless it stands for another thing already.
  bool claim(const OpenRejection& rejection, const std::string& thing);

  void file(std::string_view payload, const PlantDay& day, Names& names,
            std::optional<OtherCause> otherwise = {});
  void rejected(const OpenRejection& rejection, nlohmann::ordered_json key, Names& names);
  void record(std::string_view payload, nlohmann::ordered_json key, const RecordPlace& place,
              Names& names, std::optional<OtherCause> otherwise = {});
  void order_record(const OrderState& order, const char* rule, Names& names);
  void box_record(std::size_t group, const char* rule, Names& names,
                  std::optional<OtherCause> otherwise = {});
  void add(std::string name, MissingThing thing, Names& names);

  const UntracedFacts& facts_;
  bool guessing_ = false;  // what is added names a plant that nothing says
  std::map<std::string, MissingThing> things_;
  std::map<std::int64_t, std::string> claimed_;  // rejections, and the things they stand for
};

}  // namespace gdo::trace
