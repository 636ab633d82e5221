#pragma once

#include <compare>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

// Keys of what boxes are made from, to be put in order and asked for.
namespace gdo::trace {

struct PlantDay {
  std::string unit;  // nr_unidade_abate; empty when it cannot be read
  std::string day;   // dt_abate; the same
  std::strong_ordering operator<=>(const PlantDay&) const = default;
  bool known() const { return !unit.empty() && !day.empty(); }
};

struct LotKey {
  PlantDay of;
  std::int64_t number = 0;  // 0 = it cannot be read
  std::strong_ordering operator<=>(const LotKey&) const = default;
  bool known() const { return of.known() && number > 0; }
};

struct OrderKey {
  std::string unit;  // nr_unidade_desossa
  std::string number;
  PlantDay of;
  std::strong_ordering operator<=>(const OrderKey&) const = default;
};

inline nlohmann::ordered_json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}
inline nlohmann::ordered_json key_json(const PlantDay& key) {
  return {{"nr_unidade_abate", text_or_null(key.unit)}, {"dt_abate", text_or_null(key.day)}};
}
inline nlohmann::ordered_json key_json(const LotKey& key) {
  nlohmann::ordered_json json = key_json(key.of);
  json["nr_lote_abate"] = key.number;
  return json;
}
inline nlohmann::ordered_json key_json(const OrderKey& key) {
  nlohmann::ordered_json json = {{"nr_unidade_desossa", key.unit}, {"nr_op_desossa", key.number}};
  json.update(key_json(key.of));
  return json;
}

// A list of keys as one parameter.
template <typename Keys>
std::string keys_json(const Keys& keys) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& key : keys) list.push_back(key_json(key));
  return list.dump();
}

}  // namespace gdo::trace
