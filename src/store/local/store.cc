#include "store/local/store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/error.h"
#include "base/translation.h"
#include "store/local/move.h"
#include "store/local/place.h"
#include "store/local/read.h"
#include "store/object_name.h"

namespace gdo::store {
namespace {

constexpr std::size_t kPageObjects = 1000;
constexpr std::size_t kOpenWalks = 4;

ObjectInfo info_of(std::string_view name, const struct stat& status) {
  const std::int64_t generation = generation_of(status);
  return {std::string(name), generation,   size_of(status),
          generation,        std::nullopt, stamp_of(status)};
}

[[noreturn]] void cannot_create(std::string_view name, std::string_view why) {
  throw Error(ErrorKind::lake, trf("cannot create {:?} in the lake: {}", name, why));
}

}  // namespace

LocalStore::LocalStore(std::string root) : root_(std::move(root)), uri_("file://" + root_) {}

LocalStore::~LocalStore() = default;

std::unique_ptr<LocalWalk> LocalStore::resume(std::string_view prefix, std::string_view after) {
  if (!after.empty()) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(walks_.begin(), walks_.end(), [&](const OpenWalk& open) {
      return open.prefix == prefix && open.after == after;
    });
    if (found != walks_.end()) {
      auto walk = std::move(found->walk);
      walks_.erase(found);
      return walk;
    }
  }
  LocalFolders folders(root_);
  return std::make_unique<LocalWalk>(folders, prefix, after);
}

void LocalStore::keep(std::string_view prefix, std::string_view after,
                      std::unique_ptr<LocalWalk> walk) {
  const std::lock_guard lock(mutex_);
  if (walks_.size() >= kOpenWalks) walks_.erase(walks_.begin());
  walks_.push_back({std::string(prefix), std::string(after), std::move(walk)});
}

ListPage LocalStore::list(std::string_view prefix, std::string_view page) {
  auto walk = resume(prefix, page);
  ListPage result;
  walk->next(kPageObjects, result.objects);
  result.unreadable = walk->take_unreadable();
  result.not_followed = walk->take_not_followed();
  if (walk->done() || result.objects.empty()) return result;
  result.next = result.objects.back().name;
  keep(prefix, result.next, std::move(walk));
  return result;
}

std::unique_ptr<ObjectReader> LocalStore::open(const ReadRequest& request) {
  LocalFolders folders(root_);
  return open_local(folders, request);
}

void LocalStore::read_all(std::span<const ReadRequest> requests,
                          const std::function<void(std::size_t, ReadResult)>& done) {
  LocalFolders folders(root_);
  for (std::size_t index = 0; index < requests.size(); ++index)
    done(index, read_local(folders, requests[index]));
}

std::vector<MoveResult> LocalStore::move_all(std::span<const MoveRequest> requests) {
  LocalFolders folders(root_);
  std::vector<MoveResult> results;
  results.reserve(requests.size());
  for (const MoveRequest& request : requests)
    results.push_back(move_local(folders, request, abilities_));
  return results;
}

std::optional<ObjectInfo> LocalStore::stat(std::string_view name) {
  LocalFolders folders(root_);
  if (!valid_file_name(name)) return std::nullopt;
  const auto folder = folders.open(folder_of(name));
  if (!folder) return std::nullopt;
  const auto status = LocalPlace(folder, base_of(name)).look();
  if (!status || !S_ISREG(status->st_mode)) return std::nullopt;
  return info_of(name, *status);
}

ObjectInfo LocalStore::create(std::string_view name, std::string_view bytes) {
  LocalFolders folders(root_);
  if (!valid_file_name(name)) cannot_create(name, "not the name of a file in a folder");
  auto folder = folders.open_or_create(folder_of(name));
  if (!folder) cannot_create(name, error_text(errno));
  const LocalPlace place(std::move(folder), base_of(name));
  if (place.look()) cannot_create(name, "the name is taken");
  LocalTemp temp(place);
  temp.write(bytes);
  if (const int error = temp.publish(abilities_); error != 0)
    cannot_create(name, error == EEXIST ? "the name is taken" : error_text(error));
  const auto status = place.look();
  if (!status) cannot_create(name, "it was taken away at once");
  return info_of(name, *status);
}

}  // namespace gdo::store
