#include "store/local/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/translation.h"
#include "store/local/move.h"
#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {
namespace {

using Status = ReadResult::Status;

struct Opened {
  Status status = Status::ok;
  Fd fd;
  struct stat stat {};
  std::string message;
};

Opened not_opened(const ReadRequest& request, Status status, std::string_view why) {
  return {status, Fd(), {}, trf("cannot read {:?}: {}", request.name, why)};
}

Opened errno_not_opened(const ReadRequest& request) {
  const int error = errno;
  const bool gone = error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP;
  return not_opened(request, gone ? Status::gone : Status::failed, error_text(error));
}

Opened open_version(LocalFolders& folders, const ReadRequest& request) {
  if (!valid_file_name(request.name))
    return not_opened(request, Status::gone, tr("not the name of a file in a folder"));
  const auto folder = folders.open(folder_of(request.name));
  if (!folder) return errno_not_opened(request);
  Opened opened;
  // O_NONBLOCK: a fifo that took the file's place must not make us wait for its writer.
  opened.fd = Fd(::openat(folder->get(), std::string(base_of(request.name)).c_str(),
                          O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!opened.fd || ::fstat(opened.fd.get(), &opened.stat) != 0) return errno_not_opened(request);
  if (!S_ISREG(opened.stat.st_mode))
    return not_opened(request, Status::gone, tr("not a regular file any more"));
  if (generation_of(opened.stat) != request.generation)
    return not_opened(request, Status::gone, tr("it was replaced by another version"));
  return opened;
}

ObjectInfo info_of(const ReadRequest& request, const struct stat& status) {
  return {request.name,       request.generation, size_of(status),
          request.generation, std::nullopt,       stamp_of(status)};
}

// Up to `size` bytes, fewer only at the end of the file. -1: see errno.
ssize_t read_some(int fd, char* into, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::read(fd, into + done, size - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

bool unchanged(const Fd& fd, const struct stat& before) {
  struct stat now {};
  return ::fstat(fd.get(), &now) == 0 && same_version(now, before);
}

class LocalReader final : public ObjectReader {
 public:
  LocalReader(Opened opened, ObjectInfo info)
      : fd_(std::move(opened.fd)), before_(opened.stat), info_(std::move(info)) {
    ::posix_fadvise(fd_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  }

  const ObjectInfo& info() const override { return info_; }

  std::size_t read(std::span<char> out) override {
    if (out.empty()) return 0;
    const ssize_t got = read_some(fd_.get(), out.data(), out.size());
    if (got < 0) fail(error_text(errno));
    const auto count = static_cast<std::size_t>(got);
    position_ += count;
    if (count > 0) return count;
    if (position_ != info_.size || !unchanged(fd_, before_))
      fail(tr("it changed while it was read; try again when its writer has finished"));
    return 0;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Error(ErrorKind::transient, trf("cannot read {:?}: {}", info_.name, why));
  }

  Fd fd_;
  struct stat before_;
  ObjectInfo info_;
  std::uint64_t position_ = 0;
};

// Opens one version of a file for one pass. Throws Error(not_found), or Error(lake) when the file
// cannot be opened.
std::unique_ptr<ObjectReader> open_local(LocalFolders& folders, const ReadRequest& request) {
  Opened opened = open_version(folders, request);
  if (opened.status == Status::gone) throw Error(ErrorKind::not_found, opened.message);
  if (opened.status == Status::failed) throw Error(ErrorKind::lake, opened.message);
  ObjectInfo info = info_of(request, opened.stat);
  return std::make_unique<LocalReader>(std::move(opened), std::move(info));
}

// Reads one version of a file whole.
ReadResult read_local(LocalFolders& folders, const ReadRequest& request) {
  Opened opened = open_version(folders, request);
  ReadResult result;
  result.status = opened.status;
  result.message = std::move(opened.message);
  if (opened.status != Status::ok) return result;
  result.info = info_of(request, opened.stat);
  // One byte more than there should be: a file that grew shows, and its end needs no further read.
  result.bytes.resize(result.info.size + 1);
  const ssize_t got = read_some(opened.fd.get(), result.bytes.data(), result.bytes.size());
  const bool whole = got >= 0 && static_cast<std::uint64_t>(got) == result.info.size;
  if (whole && unchanged(opened.fd, opened.stat)) {
    result.bytes.pop_back();
    return result;
  }
  result.status = got < 0 ? Status::failed : Status::changed;
  result.message = trf("cannot read {:?}: {}", request.name,
                       got < 0 ? error_text(errno) : tr("it changed while it was read"));
  result.bytes.clear();
  return result;
}

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

std::optional<ObjectInfo> stat_local(LocalFolders& folders, std::string_view name) {
  if (!valid_file_name(name)) return std::nullopt;
  const auto folder = folders.open(folder_of(name));
  if (!folder) return std::nullopt;
  const auto status = LocalPlace(folder, base_of(name)).look();
  if (!status || !S_ISREG(status->st_mode)) return std::nullopt;
  return info_of(name, *status);
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
  return stat_local(folders, name);
}

std::vector<std::optional<ObjectInfo>> LocalStore::stat_all(std::span<const std::string> names) {
  LocalFolders folders(root_);
  std::vector<std::optional<ObjectInfo>> found;
  found.reserve(names.size());
  for (const std::string& name : names) found.push_back(stat_local(folders, name));
  return found;
}

ObjectInfo LocalStore::create(std::string_view name, std::string_view bytes) {
  LocalFolders folders(root_);
  if (!valid_file_name(name)) cannot_create(name, tr("not the name of a file in a folder"));
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
