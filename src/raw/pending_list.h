#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "control/claims.h"
#include "store/object_store.h"

namespace gdo::raw {

// Deliveries of one payload and tenant that fit one lote.
struct DeliveryGroup {
  const contract::Payload* payload = nullptr;
  std::string tenant;
  std::vector<control::Delivery> deliveries;
  std::uint64_t bytes = 0;  // about, uncompressed
  bool streamed = false;    // one file, too large to be held in memory
};

struct GroupLimits {
  std::uint64_t bytes = 0;  // of all files of a group, uncompressed
  int files = 0;
  // A file of this size or more, uncompressed, stands alone and is streamed.
  std::uint64_t streamed_bytes = 32U << 20U;
};

// What gzip makes of payloads is guessed from the name: about right, and never held to.
std::uint64_t expected_bytes(const store::ObjectInfo& object);

// A file that no tenant can be read from, and why; in English, for people.
struct UnownedFile {
  std::string name;  // below pending/
  std::string reason;
};

// What the listing met besides groups.
struct PendingSummary {
  std::int64_t without_tenant = 0;
  std::vector<UnownedFile> unowned;          // the first of them
  std::set<std::string> unknown_folders;     // "" is pending/ itself
  std::map<std::string, std::string> meant;  // of unknown folders: what was probably meant
  std::vector<std::string> unreadable;       // see ListPage
  std::vector<std::string> not_followed;
};

// Lists pending/ and gives out groups as they fill, oldest names first within a payload. Stops when
// `take` returns false. What `is_settled` refuses is left where it is.
PendingSummary list_pending(store::ObjectStore& store, const contract::Catalog& catalog,
                            const std::vector<std::string>& payloads,
                            const std::string& default_tenant, const GroupLimits& limits,
                            const std::function<bool(DeliveryGroup)>& take,
                            const std::function<bool(const store::ObjectInfo&)>& is_settled = {});

}  // namespace gdo::raw
