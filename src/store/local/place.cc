#include "store/local/place.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/encodings.h"
#include "base/error.h"
#include "base/translation.h"
#include "store/content_hasher.h"
#include "store/object_store.h"

namespace gdo::store {
namespace {

constexpr std::size_t kBufferBytes = 1U << 20U;

bool unsupported(int error) {
  return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP || error == EPERM ||
         error == EMLINK;
}

bool same_file(const struct stat& left, const struct stat& right) {
  return left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

// A second name, then the first one away. A crash in between leaves two names of one file, which a
// repeated move recognises.
int link_and_unlink(const LocalPlace& from, const LocalPlace& to) {
  if (::linkat(from.folder(), from.base(), to.folder(), to.base(), 0) != 0) return errno;
  const auto old_name = from.look();
  const auto new_name = to.look();
  if (!old_name || !new_name || !same_file(*old_name, *new_name)) return 0;  // replaced meanwhile
  const int error = from.unlink();
  if (error != 0 && error != ENOENT) {
    (void)to.unlink();
    return error;
  }
  return 0;
}

// For file systems with neither: an empty file made by us alone reserves the name, so that the
// plain rename replaces nothing else.
int reserve_and_rename(const LocalPlace& from, const LocalPlace& to) {
  const Fd reserved(
      ::openat(to.folder(), to.base(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!reserved) return errno;
  if (::renameat(from.folder(), from.base(), to.folder(), to.base()) == 0) return 0;
  const int error = errno;
  (void)to.unlink();
  return error;
}

}  // namespace

std::optional<struct stat> LocalPlace::look() const {
  struct stat status {};
  if (::fstatat(folder(), base(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return status;
}

int LocalPlace::unlink() const { return ::unlinkat(folder(), base(), 0) == 0 ? 0 : errno; }

int LocalPlace::sync_folder() const { return ::fsync(folder()) == 0 ? 0 : errno; }

int rename_without_replacing(const LocalPlace& from, const LocalPlace& to,
                             LocalAbilities& abilities) {
  if (abilities.rename_noreplace) {
    if (::renameat2(from.folder(), from.base(), to.folder(), to.base(), RENAME_NOREPLACE) == 0)
      return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return errno;
    abilities.rename_noreplace = false;
  }
  if (abilities.hard_links) {
    const int error = link_and_unlink(from, to);
    if (!unsupported(error)) return error;
    if (error != EMLINK) abilities.hard_links = false;
  }
  return reserve_and_rename(from, to);
}

std::optional<LocalContent> read_content(const LocalPlace& place) {
  const Fd fd(::openat(place.folder(), place.base(),
                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  LocalContent content;
  if (!fd || ::fstat(fd.get(), &content.stat) != 0 || !S_ISREG(content.stat.st_mode))
    return std::nullopt;
  ContentHasher hasher;
  std::vector<char> buffer(std::min(kBufferBytes, std::size_t{size_of(content.stat)} + 1));
  while (true) {
    const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    hasher.update({buffer.data(), static_cast<std::size_t>(got)});
  }
  struct stat after {};
  if (::fstat(fd.get(), &after) != 0 || !same_version(after, content.stat)) return std::nullopt;
  content.sha256 = hasher.finish().sha256;
  return content;
}

namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::size_t kMostKnown = 64;  // open descriptors a call may keep

}  // namespace

LocalFolders::LocalFolders(const std::string& root)
    : root_(std::make_shared<const Fd>(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))) {
  if (*root_) return;
  throw Error(ErrorKind::lake_unreachable,
              trf("the lake's folder {} cannot be opened: {}; create it, or set GDO_LAKE", root,
                  error_text(errno)));
}

std::shared_ptr<const Fd> LocalFolders::open(std::string_view folder) {
  return open(folder, false);
}

std::shared_ptr<const Fd> LocalFolders::open_or_create(std::string_view folder) {
  return open(folder, true);
}

void LocalFolders::forget(std::string_view folder) {
  if (const auto found = known_.find(folder); found != known_.end()) known_.erase(found);
}

std::shared_ptr<const Fd> LocalFolders::open(std::string_view folder, bool create) {
  if (folder.empty()) return root_;
  if (const auto found = known_.find(folder); found != known_.end()) return found->second;
  const auto parent = open(folder_of(folder), create);
  if (!parent) return nullptr;
  const std::string base(base_of(folder));
  int fd = ::openat(parent->get(), base.c_str(), kFolderFlags);
  if (fd < 0 && errno == ENOENT && create) {
    if (::mkdirat(parent->get(), base.c_str(), 0777) != 0 && errno != EEXIST) return nullptr;
    fd = ::openat(parent->get(), base.c_str(), kFolderFlags);
  }
  if (fd < 0) return nullptr;
  if (known_.size() >= kMostKnown) known_.clear();
  auto opened = std::make_shared<const Fd>(fd);
  known_.emplace(folder, opened);
  return opened;
}

namespace {

std::string hidden_name(std::string_view base) {
  const ContentId id = content_of(base);
  return ".gdo-" + hex_of(id.sha256).substr(0, 16) + ".part";
}

}  // namespace

LocalTemp::LocalTemp(LocalPlace target)
    : target_(std::move(target)), place_(target_.sibling(hidden_name(target_.base()))) {
  while (true) {
    fd_ = Fd(::openat(place_.folder(), place_.base(),
                      O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666));
    if (!fd_) fail(errno);
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
      fd_ = Fd();
      throw Error(ErrorKind::transient,
                  trf("another process is writing {:?}; try again", target_.base()));
    }
    struct stat mine {};
    if (::fstat(fd_.get(), &mine) != 0) fail(errno);
    const auto there = place_.look();  // its last writer may just have taken the name away
    if (there && there->st_ino == mine.st_ino) break;
  }
  if (::ftruncate(fd_.get(), 0) != 0) fail(errno);
}

LocalTemp::~LocalTemp() {
  if (fd_ && !published_) (void)place_.unlink();
}

void LocalTemp::fail(int error_number) const {
  throw Error(ErrorKind::lake,
              trf("cannot write {:?}: {}", target_.base(), error_text(error_number)));
}

void LocalTemp::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd_.get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

int LocalTemp::publish(LocalAbilities& abilities) {
  if (::fsync(fd_.get()) != 0) return errno;
  const int error = rename_without_replacing(place_, target_, abilities);
  if (error != 0) return error;
  published_ = true;
  return target_.sync_folder();
}

}  // namespace gdo::store
