#include "store/local/temp.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/hex.h"
#include "base/translation.h"
#include "store/content_hasher.h"

namespace gdo::store {
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
