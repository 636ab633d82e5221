#include "store/local/place.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "store/content_hasher.h"

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

}  // namespace gdo::store
