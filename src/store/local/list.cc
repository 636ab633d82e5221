#include "store/local/list.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/error.h"
#include "base/translation.h"
#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {
namespace {

constexpr std::size_t kDeepest = 256;  // folders in folders; each keeps a descriptor open

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};
using Dir = std::unique_ptr<DIR, CloseDir>;

std::string unreadable(std::string_view path, int error_number) {
  return trf("cannot read the lake's folder {:?}: {}; check its permissions",
             path.empty() ? "." : path, error_text(error_number));
}

[[noreturn]] void cannot_read(std::string_view path, int error_number) {
  throw Error(ErrorKind::lake_unreachable, unreadable(path, error_number));
}

std::string link_not_followed(std::string_view path) {
  return trf(
      "{:?} is a symbolic link, which is not followed: put the folder or file itself there, mount "
      "it, or point GDO_LAKE at where it lies",
      path);
}

// An own description of the same folder: closedir() closes the one it was given.
Dir open_dir(int folder, std::string_view path) {
  const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) cannot_read(path, errno);
  Dir dir(::fdopendir(copy));
  if (!dir) cannot_read(path, errno);
  return dir;
}

unsigned char type_of(int folder, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type;
  struct stat status {};
  if (::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
  return static_cast<unsigned char>(IFTODT(status.st_mode));
}

}  // namespace

LocalWalk::LocalWalk(LocalFolders& folders, std::string_view prefix, std::string_view after)
    : prefix_(prefix), after_(after) {
  const std::string_view start = folder_of(prefix);
  if (!start.empty() && (!valid_file_name(start) || ignored_name(std::string(start) + "/x")))
    return;
  if (prefix.starts_with('/')) return;
  const auto found = folders.open(start);
  if (!found) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG) {
      note_link(folders, start);
      return;
    }
    cannot_read(start, errno);
  }
  Fd own(::openat(found->get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own) cannot_read(start, errno);
  enter(std::move(own), start.empty() ? "" : std::string(start) + "/");
}

// Nothing is listed: because a link stands where the folder should be?
void LocalWalk::note_link(LocalFolders& folders, std::string_view start) {
  for (std::size_t end = 0; end != start.size();) {
    end = std::min(start.find('/', end + 1), start.size());
    const std::string_view path = start.substr(0, end);
    const auto parent = folders.open(folder_of(path));
    if (!parent) return;
    const auto status = LocalPlace(parent, base_of(path)).look();
    if (!status || !S_ISLNK(status->st_mode)) continue;
    unreadable_.push_back(link_not_followed(path));
    return;
  }
}

// A folder's name ends in '/' here: then its place among its neighbours is that of what it holds.
bool LocalWalk::wanted(std::string_view full_name) const {
  if (full_name.ends_with('/')) {
    if (!full_name.starts_with(prefix_) && !prefix_.starts_with(full_name)) return false;
    return full_name > after_ || after_.starts_with(full_name);
  }
  return full_name > after_ && full_name.starts_with(prefix_);
}

void LocalWalk::enter(Fd folder, std::string path) {
  if (levels_.size() >= kDeepest) {
    unreadable_.push_back(
        trf("the lake's folder {:?} is nested too deep: its files are not listed", path));
    return;
  }
  Level level{std::move(folder), std::move(path), {}};
  const Dir dir = open_dir(level.folder.get(), level.path);
  errno = 0;
  while (const dirent* entry = ::readdir(dir.get())) {
    std::string name = entry->d_name;
    if (name.front() == '.') continue;
    const unsigned char type = type_of(level.folder.get(), *entry);
    if (type == DT_DIR) name += '/';
    if (type == DT_LNK && !ignored_name(name) && wanted(level.path + name))
      not_followed_.push_back(link_not_followed(level.path + name));
    const bool file = type == DT_REG && !ignored_name(name);
    if ((file || type == DT_DIR) && wanted(level.path + name)) level.entries.push_back(name);
    errno = 0;
  }
  if (errno != 0) cannot_read(level.path, errno);
  std::sort(level.entries.begin(), level.entries.end());
  levels_.push_back(std::move(level));
}

void LocalWalk::next(std::size_t most, std::vector<ObjectInfo>& objects) {
  while (!levels_.empty() && objects.size() < most) {
    Level& level = levels_.back();
    if (level.position == level.entries.size()) {
      levels_.pop_back();
      continue;
    }
    const std::string entry = std::move(level.entries[level.position++]);
    visit(entry, objects);
  }
  while (!levels_.empty() && levels_.back().position == levels_.back().entries.size())
    levels_.pop_back();
}

void LocalWalk::visit(const std::string& entry, std::vector<ObjectInfo>& objects) {
  const Level& level = levels_.back();
  if (entry.back() == '/') {
    const std::string name = entry.substr(0, entry.size() - 1);
    Fd folder(::openat(level.folder.get(), name.c_str(),
                       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const std::string path = level.path + entry;
    if (!folder) {
      if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        unreadable_.push_back(unreadable(path, errno));
      return;
    }
    try {
      enter(std::move(folder), path);
    } catch (const Error& error) {
      unreadable_.emplace_back(error.what());  // the others are listed all the same
    }
    return;
  }
  struct stat status {};
  if (::fstatat(level.folder.get(), entry.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (!S_ISREG(status.st_mode)) return;
  const std::int64_t generation = generation_of(status);
  objects.push_back({level.path + entry, generation, size_of(status), generation, std::nullopt,
                     stamp_of(status)});
}

}  // namespace gdo::store
