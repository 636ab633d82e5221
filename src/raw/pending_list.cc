#include "raw/pending_list.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/stored_text.h"
#include "contract/payload_choice.h"

namespace gdo::raw {
namespace {

constexpr std::string_view kPending = "pending/";
constexpr std::string_view kTenantFolder = "cliente=";

// What gzip makes of payloads: the sum of a group's files is about right, and never held to.
constexpr std::uint64_t kUsualCompression = 16;

std::uint64_t expected_bytes(const ObjectInfo& object) {
  const bool compressed = object.name.ends_with(".gz") || object.name.ends_with(".zst");
  return compressed ? object.size * kUsualCompression : object.size;
}

struct Place {
  const contract::Payload* payload = nullptr;
  std::string folder;
  std::string tenant;
  std::string name;
};

class Grouping {
 public:
  Grouping(const contract::Catalog& catalog, const std::vector<std::string>& payloads,
           const std::string& default_tenant, const GroupLimits& limits,
           const std::function<bool(DeliveryGroup)>& take)
      : catalog_(catalog),
        payloads_(payloads),
        default_tenant_(default_tenant),
        limits_(limits),
        take_(take) {}

  // False when nobody wants more.
  bool add(ObjectInfo object) {
    const std::optional<Place> place = place_of(object.name);
    if (!place) return true;
    DeliveryGroup& group = open_[{place->payload, place->tenant}];
    const std::uint64_t bytes = expected_bytes(object);
    const bool alone = bytes >= std::min(limits_.bytes, limits_.streamed_bytes);
    if (alone || group.bytes + bytes > limits_.bytes) {
      if (!flush(group)) return false;
    }
    group.payload = place->payload;
    group.tenant = place->tenant;
    group.bytes += bytes;
    group.streamed = alone;
    group.deliveries.push_back({std::move(object), storable_text(place->name)});
    const bool full = alone || static_cast<int>(group.deliveries.size()) >= limits_.files;
    return !full || flush(group);
  }

  bool flush_all() {
    return std::all_of(open_.begin(), open_.end(),
                       [&](auto& entry) { return flush(entry.second); });
  }

  PendingRemarks remarks;

 private:
  std::optional<Place> place_of(const std::string& object_name) {
    const std::string_view below = std::string_view(object_name).substr(kPending.size());
    const std::size_t slash = below.find('/');
    if (slash == std::string_view::npos) {
      if (!below.empty()) remarks.unknown_folders.insert("");
      return std::nullopt;
    }
    Place place{.folder = std::string(below.substr(0, slash)),
                .tenant = default_tenant_,
                .name = std::string(below.substr(slash + 1))};
    place.payload = catalog_.payload_of_folder(place.folder);
    if (place.payload == nullptr) {
      remarks.unknown_folders.insert(storable_text(place.folder));
      return std::nullopt;
    }
    if (!contract::is_chosen(place.payload->name, payloads_)) return std::nullopt;
    if (place.name.starts_with(kTenantFolder)) {
      place.tenant =
          place.name.substr(kTenantFolder.size(), place.name.find('/') - kTenantFolder.size());
    } else if (place.name.find('/' + std::string(kTenantFolder)) != std::string::npos) {
      place.tenant.clear();  // names a tenant where none is read: not the default one's
    }
    if (is_tenant_token(place.tenant)) return place;
    ++remarks.without_tenant;
    return std::nullopt;
  }

  bool flush(DeliveryGroup& group) {
    if (group.deliveries.empty()) return true;
    return take_(std::exchange(group, {}));
  }

  const contract::Catalog& catalog_;
  const std::vector<std::string>& payloads_;
  const std::string& default_tenant_;
  const GroupLimits limits_;
  const std::function<bool(DeliveryGroup)>& take_;
  std::map<std::pair<const contract::Payload*, std::string>, DeliveryGroup> open_;
};

}  // namespace

bool is_tenant_token(std::string_view token) {
  return !token.empty() && token.size() <= 64 &&
         std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

PendingRemarks list_pending(ObjectStore& store, const contract::Catalog& catalog,
                            const std::vector<std::string>& payloads,
                            const std::string& default_tenant, const GroupLimits& limits,
                            const std::function<bool(DeliveryGroup)>& take) {
  Grouping grouping(catalog, payloads, default_tenant, limits, take);
  std::string page;
  bool wanted = true;
  do {
    ListPage listed = store.list(kPending, page);
    for (ObjectInfo& object : listed.objects) {
      wanted = grouping.add(std::move(object));
      if (!wanted) break;
    }
    page = std::move(listed.next);
  } while (wanted && !page.empty());
  if (wanted) grouping.flush_all();
  return std::move(grouping.remarks);
}

}  // namespace gdo::raw
