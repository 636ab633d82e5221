#include "contract/contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace gdo::contract {
namespace {

template <typename T>
void add_new(std::vector<T>& all, const T& value) {
  if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(value);
}

void add_to_payload(const Contract& contract, Payload& payload) {
  payload.contracts.push_back(&contract);
  payload.container = contract.container;
  add_new(payload.folders, contract.payload);
  for (const std::string& alias : contract.folder_aliases) add_new(payload.folders, alias);
  for (const std::size_t place : contract.key) {
    const Field& field = contract.fields[place];
    if (field.level != Level::record || field.path.empty()) continue;
    add_new(payload.raw_key_columns, {field.column, field.path.front()});
  }
}

}  // namespace

std::string Contract::version_label() const {
  return fmt::format("{}-{}", version, hash.substr(0, 8));
}

const Field* Contract::find(std::string_view column) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.column == column; });
  return found == fields.end() ? nullptr : &*found;
}

Catalog::Catalog(std::vector<Contract> contracts) : contracts_(std::move(contracts)) {
  std::sort(contracts_.begin(), contracts_.end(), [](const Contract& a, const Contract& b) {
    return std::tie(a.payload, a.shape_order, a.entity) <
           std::tie(b.payload, b.shape_order, b.entity);
  });
  for (const Contract& contract : contracts_) {
    if (payloads_.empty() || payloads_.back().name != contract.payload) {
      payloads_.emplace_back().name = contract.payload;
    }
    add_to_payload(contract, payloads_.back());
  }
}

const Payload* Catalog::payload_of_folder(std::string_view folder) const {
  for (const Payload& payload : payloads_) {
    if (std::find(payload.folders.begin(), payload.folders.end(), folder) !=
        payload.folders.end()) {
      return &payload;
    }
  }
  return nullptr;
}

const Payload* Catalog::payload(std::string_view name) const {
  const auto found = std::find_if(payloads_.begin(), payloads_.end(),
                                  [&](const Payload& payload) { return payload.name == name; });
  return found == payloads_.end() ? nullptr : &*found;
}

const Contract* Catalog::contract(std::string_view entity) const {
  const auto found = std::find_if(contracts_.begin(), contracts_.end(),
                                  [&](const Contract& c) { return c.entity == entity; });
  return found == contracts_.end() ? nullptr : &*found;
}

}  // namespace gdo::contract
