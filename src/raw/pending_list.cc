#include "raw/pending_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/outside_text.h"
#include "config/setting_values.h"
#include "contract/contract.h"

namespace gdo::raw {
namespace {

constexpr std::string_view kPending = "pending/";
constexpr std::string_view kTenantFolder = "cliente=";
constexpr std::int64_t kUnownedNamed = 20;
constexpr std::size_t kNearCliente = 1;  // letters that may be wrong: "oriente" is a place

constexpr std::uint64_t kUsualCompression = 16;

// Whether a token may name a tenant: 6 characters, digits and a to f.
bool is_tenant_token(std::string_view token) {
  return token.size() == 6 && std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// Whether a folder's name seems to be meant for cliente=<token>: it has a '=', or begins with a
// word that is nearly "cliente". What lies in it is never the default tenant's.
bool names_a_tenant(std::string_view folder) {
  if (folder.find('=') != std::string_view::npos) return true;
  std::size_t letters = 0;
  while (letters < folder.size() &&
         std::isalpha(static_cast<unsigned char>(folder[letters])) != 0) {
    ++letters;
  }
  // "cliente70912c", "Clientes", "client-70912c": a token's letters may follow the word's.
  for (std::size_t size = letters; size + 2 >= std::string_view("cliente").size() && size > 0;
       --size) {
    if (edit_distance(folder.substr(0, size), "cliente") <= kNearCliente) return true;
  }
  return false;
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
           const std::function<bool(DeliveryGroup)>& take,
           const std::function<bool(const store::ObjectInfo&)>& is_settled)
      : catalog_(catalog),
        payloads_(payloads),
        default_tenant_(default_tenant),
        limits_(limits),
        take_(take),
        is_settled_(is_settled) {}

  // False when nobody wants more.
  bool add(store::ObjectInfo object) {
    const std::optional<Place> place = place_of(object.name);
    if (!place || (is_settled_ && !is_settled_(object))) return true;
    const std::uint64_t bytes = expected_bytes(object);
    if (bytes >= std::min(limits_.bytes, limits_.streamed_bytes)) {
      return take_({.payload = place->payload,
                    .tenant = place->tenant,
                    .deliveries = {{std::move(object), storable_text(place->name)}},
                    .bytes = bytes,
                    .streamed = true});
    }
    DeliveryGroup& group = open_[{place->payload, place->tenant}];
    if (group.bytes + bytes > limits_.bytes && !flush(group)) return false;
    group.payload = place->payload;
    group.tenant = place->tenant;
    group.bytes += bytes;
    group.deliveries.push_back({std::move(object), storable_text(place->name)});
    return static_cast<int>(group.deliveries.size()) < limits_.files || flush(group);
  }

  bool flush_all() {
    return std::all_of(open_.begin(), open_.end(),
                       [&](auto& entry) { return flush(entry.second); });
  }

  PendingSummary summary;

 private:
  std::optional<Place> place_of(const std::string& object_name) {
    const std::string_view below = std::string_view(object_name).substr(kPending.size());
    const std::size_t slash = below.find('/');
    if (slash == std::string_view::npos) {
      if (!below.empty()) summary.unknown_folders.insert("");
      return std::nullopt;
    }
    Place place{.folder = std::string(below.substr(0, slash)),
                .tenant = default_tenant_,
                .name = std::string(below.substr(slash + 1))};
    place.payload = catalog_.payload_of_folder(place.folder);
    if (place.payload == nullptr) {
      note_unknown(place.folder, place.name);
      return std::nullopt;
    }
    if (!contract::is_chosen(place.payload->name, payloads_)) return std::nullopt;
    const std::string reason = find_tenant(place);
    if (reason.empty()) return place;
    if (++summary.without_tenant <= kUnownedNamed) {
      summary.unowned.push_back({storable_text(below), reason});
    }
    return std::nullopt;
  }

  // Sets the tenant that the path names; else why there is none.
  static std::string find_tenant(Place& place) {
    std::string_view rest = place.name;
    for (bool first = true; rest.find('/') != std::string_view::npos; first = false) {
      const std::string_view folder = rest.substr(0, rest.find('/'));
      rest.remove_prefix(folder.size() + 1);
      if (first && folder.starts_with(kTenantFolder)) {
        place.tenant = folder.substr(kTenantFolder.size());
        if (is_tenant_token(place.tenant)) continue;
        return fmt::format("{:?} is not a tenant: a token is 6 characters, 0 to 9 and a to f",
                           place.tenant);
      }
      if (!names_a_tenant(folder)) continue;
      if (folder.starts_with(kTenantFolder)) {
        return fmt::format("{:?} must be the first folder below pending/{}/", folder, place.folder);
      }
      return fmt::format("the folder {:?} is not cliente=<token>: did you mean {:?}?", folder,
                         meant_tenant(folder));
    }
    if (place.tenant.empty())
      return "it lies under no cliente=<token>/, and GDO_TOKEN_CLIENTE is not set";
    if (is_tenant_token(place.tenant)) return {};
    return fmt::format(
        "GDO_TOKEN_CLIENTE={:?} is not a tenant: a token is 6 characters, 0 to 9 and a to f",
        place.tenant);
  }

  static std::string meant_tenant(std::string_view folder) {
    std::size_t begin = folder.size();
    while (begin > 0 && std::isalnum(static_cast<unsigned char>(folder[begin - 1])) != 0) --begin;
    std::string token(folder.substr(begin));
    std::transform(token.begin(), token.end(), token.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return "cliente=" + (is_tenant_token(token) ? token : std::string("<token>"));
  }

  void note_unknown(const std::string& folder, const std::string& name) {
    const std::string shown = storable_text(folder);
    if (!summary.unknown_folders.insert(shown).second) return;
    std::vector<std::string> known;
    for (const contract::Payload& payload : catalog_.payloads()) known.push_back(payload.name);
    if (names_a_tenant(folder)) {
      const std::string inner = name.substr(0, name.find('/'));
      const bool payload_inside = catalog_.payload_of_folder(inner) != nullptr;
      summary.meant[shown] = (payload_inside ? inner : std::string("<payload>")) + "/" +
                             (folder.starts_with(kTenantFolder) ? folder : meant_tenant(folder));
      return;
    }
    if (const auto word = config::nearest_word(folder, known)) summary.meant[shown] = *word;
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
  const std::function<bool(const store::ObjectInfo&)>& is_settled_;
  std::map<std::pair<const contract::Payload*, std::string>, DeliveryGroup> open_;
};

}  // namespace

std::uint64_t expected_bytes(const store::ObjectInfo& object) {
  const bool compressed = object.name.ends_with(".gz") || object.name.ends_with(".zst");
  return compressed ? object.size * kUsualCompression : object.size;
}

PendingSummary list_pending(store::ObjectStore& store, const contract::Catalog& catalog,
                            const std::vector<std::string>& payloads,
                            const std::string& default_tenant, const GroupLimits& limits,
                            const std::function<bool(DeliveryGroup)>& take,
                            const std::function<bool(const store::ObjectInfo&)>& is_settled) {
  Grouping grouping(catalog, payloads, default_tenant, limits, take, is_settled);
  std::string page;
  bool wanted = true;
  do {
    store::ListPage listed = store.list(kPending, page);
    for (store::ObjectInfo& object : listed.objects) {
      wanted = grouping.add(std::move(object));
      if (!wanted) break;
    }
    for (auto& one : listed.unreadable) grouping.summary.unreadable.push_back(std::move(one));
    for (auto& one : listed.not_followed) grouping.summary.not_followed.push_back(std::move(one));
    page = std::move(listed.next);
  } while (wanted && !page.empty());
  if (wanted) grouping.flush_all();
  return std::move(grouping.summary);
}

}  // namespace gdo::raw
