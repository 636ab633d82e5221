#include "store/local/folders.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/error.h"
#include "base/translation.h"
#include "store/object_name.h"

namespace gdo::store {
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

}  // namespace gdo::store
