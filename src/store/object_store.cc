#include "store/object_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/translation.h"
#include "store/gcs/address.h"
#include "store/gcs/credentials.h"
#include "store/gcs/notifications.h"
#include "store/gcs/store.h"
#include "store/local/store.h"

namespace gdo::store {
namespace {

constexpr std::string_view kFile = "file://";
constexpr std::string_view kGs = "gs://";

[[noreturn]] void no_lake(std::string_view uri) {
  throw Error(ErrorKind::config,
              trf("{:?} is not a lake: write gs://bucket/prefix, file:///absolute/folder, or a "
                  "folder's path",
                  uri));
}

std::unique_ptr<ObjectStore> open_folder(const std::string& path) {
  std::string root = std::filesystem::absolute(path).lexically_normal().string();
  while (root.size() > 1 && root.back() == '/') root.pop_back();
  return std::make_unique<LocalStore>(std::move(root));
}

// emulator: of the service that they are for; empty = Google's.
GcsCredentials credentials_of(const StoreOptions& options, const std::string& emulator) {
  if (!emulator.empty()) return {};
  if (!options.credentials_file.empty()) return load_gcs_credentials(options.credentials_file);
  return metadata_credentials(options.metadata_host);
}

GcsCredentials pubsub_credentials(const StoreOptions& options) {
  GcsCredentials credentials = credentials_of(options, options.pubsub_host);
  credentials.scope = kPubsubScope;
  return credentials;
}

bool bucket_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           (c >= 'A' && c <= 'Z') || c == ':';
  });
}

GcsAddress bucket_address(std::string_view uri, const StoreOptions& options) {
  std::string_view rest = uri.substr(kGs.size());
  const std::string_view bucket = rest.substr(0, rest.find('/'));
  if (!bucket_name(bucket)) no_lake(uri);
  rest.remove_prefix(std::min(rest.size(), bucket.size() + 1));
  while (rest.ends_with('/')) rest.remove_suffix(1);
  return {gcs_endpoint(options.emulator_host), std::string(bucket), std::string(rest)};
}

}  // namespace

std::unique_ptr<BucketNotifications> open_notifications(std::string_view lake_uri,
                                                        std::string_view below,
                                                        const StoreOptions& options) {
  if (options.subscription.empty() || !lake_uri.starts_with(kGs)) return nullptr;
  return std::make_unique<BucketNotifications>(
      bucket_address(lake_uri, options), std::string(below), pubsub_endpoint(options.pubsub_host),
      options.subscription, pubsub_credentials(options));
}

std::optional<SubscriptionState> subscription_state(std::string_view lake_uri,
                                                    const StoreOptions& options) {
  if (options.subscription.empty() || !lake_uri.starts_with(kGs)) return std::nullopt;
  return ask_subscription(bucket_address(lake_uri, options), pubsub_endpoint(options.pubsub_host),
                          options.subscription, pubsub_credentials(options));
}

std::unique_ptr<ObjectStore> open_store(std::string_view uri, const StoreOptions& options) {
  if (uri.starts_with(kGs)) {
    return std::make_unique<GcsStore>(bucket_address(uri, options),
                                      credentials_of(options, options.emulator_host), options);
  }
  if (uri.starts_with(kFile) && uri.substr(kFile.size()).starts_with('/'))
    return open_folder(std::string(uri.substr(kFile.size())));
  if (uri.empty() || uri.find("://") != std::string_view::npos) no_lake(uri);
  return open_folder(std::string(uri));
}

namespace {

// Calls accept for each part between '/'; false as soon as one is not accepted.
template <typename Accept>
bool every_part(std::string_view name, Accept accept) {
  while (true) {
    const std::size_t slash = name.find('/');
    if (!accept(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

bool ignored_name(std::string_view name) noexcept {
  for (const std::string_view end : {".tmp", ".part", ".filepart", ".crdownload", "~", "/"}) {
    if (name.ends_with(end)) return true;
  }
  return !every_part(name, [](std::string_view part) { return !part.starts_with('.'); });
}

std::vector<std::optional<ObjectInfo>> ObjectStore::stat_all(std::span<const std::string> names) {
  std::vector<std::optional<ObjectInfo>> found;
  for (const std::string& name : names) found.push_back(stat(name));
  return found;
}

bool valid_file_name(std::string_view name) noexcept {
  if (name.find('\0') != std::string_view::npos) return false;
  return every_part(
      name, [](std::string_view part) { return !part.empty() && part != "." && part != ".."; });
}

std::string_view folder_of(std::string_view name) noexcept {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

std::string_view base_of(std::string_view name) noexcept {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace gdo::store
