#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::trace {

// A key as a person writes it: "100000001K", "9801/100000001K", "ordem:70006".
struct WrittenKey {
  std::string kind;  // the word before ':', one of Things::kinds(); empty = any
  std::string text;  // the rest
};

// Takes the kind off, when there is one.
WrittenKey read_key(std::string_view text);

// A thing that a key may mean.
struct FoundKey {
  std::string type;  // of its node: caixa, venda, ordem, lote, animal, carcaca, fazenda
  std::string tenant;
  nlohmann::ordered_json key;

  // "ordem:9801/70006/9801/2026-06-28": means this thing and, within its tenant, no other.
  std::string written() const;
};

// The same of a node's type and key; what is null there (the unit of a box that only a sale names)
// is left out.
std::string written_key(std::string_view type, const nlohmann::ordered_json& key);

// The tenants of which gold was made.
std::vector<std::string> traced_tenants(pg::Connection& connection);

// Everything that the key may mean among these tenants, at most `limit` of each sort. A key of
// several values joins them by '/', and may leave out some where the rest is unambiguous: an order
// is found by its number alone.
std::vector<FoundKey> find_keys(pg::Connection& connection, const WrittenKey& key,
                                const std::vector<std::string>& tenants, int limit);

}  // namespace gdo::trace
