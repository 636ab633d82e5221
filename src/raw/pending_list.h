#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "control/delivery.h"
#include "store/object_store.h"

namespace gdo::raw {

// Deliveries of one payload and tenant that fit one lote.
struct DeliveryGroup {
  const contract::Payload* payload = nullptr;
  std::string tenant;
  std::vector<Delivery> deliveries;
  std::uint64_t bytes = 0;  // about, uncompressed
  bool streamed = false;    // one file, too large to be held in memory
};

struct GroupLimits {
  std::uint64_t bytes = 0;  // of all files of a group, uncompressed
  int files = 0;
  // A file of this size or more, uncompressed, stands alone and is streamed.
  std::uint64_t streamed_bytes = 16U << 20U;
};

// What the listing met besides groups.
struct PendingRemarks {
  std::int64_t without_tenant = 0;
  std::set<std::string> unknown_folders;  // "" is pending/ itself
};

// Whether a token may name a tenant: letters, digits, '-' and '_', at most 64.
bool is_tenant_token(std::string_view token);

// Lists pending/ and gives out groups as they fill, oldest names first within a payload. Stops when
// `take` returns false.
PendingRemarks list_pending(ObjectStore& store, const contract::Catalog& catalog,
                            const std::vector<std::string>& payloads,
                            const std::string& default_tenant, const GroupLimits& limits,
                            const std::function<bool(DeliveryGroup)>& take);

}  // namespace gdo::raw
