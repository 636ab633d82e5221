#include "store/local/arrivals.h"

#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "store/object_store.h"

namespace gdo::store {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kWanted = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                                  IN_DELETE | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;
// So many names are remembered at most; those forgotten wait for their settle time.
constexpr std::size_t kRemembered = 200'000;

std::string without_slash(std::string name) {
  if (name.ends_with('/')) name.pop_back();
  return name;
}

}  // namespace

FolderArrivals::FolderArrivals(std::string root, std::string below)
    : root_(std::move(root)),
      below_(std::move(below)),
      inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (!inotify_) {
    throw Error(ErrorKind::lake_unreachable,
                trf("the kernel gives no inotify to watch the lake with: {}", error_text(errno)));
  }
  watch_new_folders();
}

void FolderArrivals::watch_new_folders() {
  watch_tree(below_);
  if (!folders_.empty()) return;
  // The folder itself is not there yet: it is seen when it comes.
  root_watch_ = ::inotify_add_watch(inotify_.get(), root_.c_str(), kWanted);
}

void FolderArrivals::refused(const std::string& folder, int error_number) {
  const bool vanished = error_number == ENOENT || error_number == ENOTDIR;
  if (vanished || std::exchange(refusal_said_, true)) return;
  log::warn(
      "{:?} cannot be watched: {}; files there are found by the listing of each --interval "
      "(fs.inotify.max_user_watches says how many folders one user may watch)",
      folder, error_text(error_number));
}

bool FolderArrivals::watch(const std::string& folder) {
  const std::string path = root_ + "/" + without_slash(folder);
  const int number = ::inotify_add_watch(inotify_.get(), path.c_str(), kWanted);
  if (number < 0) {
    refused(folder, errno);
    return false;
  }
  folders_[number] = folder;
  return true;
}

void FolderArrivals::watch_tree(const std::string& folder) {
  if (!watch(folder)) return;
  std::error_code failed;
  for (fs::directory_iterator entry(root_ + "/" + folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    std::error_code unknown;
    const std::string name = folder + entry->path().filename().string();
    if (entry->symlink_status(unknown).type() != fs::file_type::directory) continue;
    if (!ignored_name(name)) watch_tree(name + "/");
  }
}

// It was moved away: what happens in it is no longer ours, its watches go.
void FolderArrivals::forget_tree(const std::string& folder) {
  for (auto one = folders_.begin(); one != folders_.end();) {
    if (!one->second.starts_with(folder)) {
      ++one;
      continue;
    }
    ::inotify_rm_watch(inotify_.get(), one->first);
    one = folders_.erase(one);
  }
}

void FolderArrivals::poll() {
  alignas(inotify_event) std::array<char, 64 * 1024> buffer;
  for (;;) {
    const ssize_t count = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (count <= 0) return;
    for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string name = event.len == 0 ? "" : buffer.data() + at + sizeof event;
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) {
        closed_.clear();
        watch_new_folders();
        arrived_ = true;
        continue;
      }
      if ((event.mask & IN_IGNORED) != 0) {
        folders_.erase(event.wd);
        continue;
      }
      if (event.wd == root_watch_ && name == without_slash(below_)) {
        take_folder(event.mask, name);
        continue;
      }
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end() || name.empty()) continue;
      const std::string full = folder->second + name;
      if (ignored_name(full)) continue;
      if ((event.mask & IN_ISDIR) != 0) {
        take_folder(event.mask, full);
      } else {
        take_file(event.mask, full);
      }
    }
  }
}

void FolderArrivals::take_folder(std::uint32_t mask, const std::string& name) {
  if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
    watch_tree(name + "/");
    arrived_ = true;  // files may have been put into it before it was watched
  } else if ((mask & IN_MOVED_FROM) != 0) {
    forget_tree(name + "/");
  }
}

void FolderArrivals::take_file(std::uint32_t mask, const std::string& name) {
  if ((mask & (IN_MOVED_FROM | IN_DELETE)) != 0) {
    closed_.erase(name);
    opened_.erase(name);
    return;
  }
  if ((mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0) {
    opened_.erase(name);
    if (closed_.size() >= kRemembered) closed_.clear();
    if (const auto version = version_of(name)) {
      closed_[name] = *version;
      arrived_ = true;
    }
    return;
  }
  if (opened_.size() < kRemembered) opened_.try_emplace(name, Clock::now());
}

std::optional<FolderArrivals::Version> FolderArrivals::version_of(const std::string& name) const {
  struct stat status {};
  if (::lstat((root_ + "/" + name).c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return Version{generation_of(status), size_of(status), stamp_of(status)};
}

bool FolderArrivals::take_arrived() { return std::exchange(arrived_, false); }

std::optional<FolderArrivals::Clock::time_point> FolderArrivals::take_opened() {
  if (opened_.empty()) return std::nullopt;
  const auto first =
      std::min_element(opened_.begin(), opened_.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const Clock::time_point since = first->second;
  opened_.clear();
  return since;
}

bool FolderArrivals::is_closed(const ObjectInfo& object) {
  const Version listed{object.generation, object.size, object.stamp};
  const auto known = [&] {
    const auto found = closed_.find(object.name);
    return found != closed_.end() && found->second == listed;
  };
  if (known()) return true;
  poll();  // it may have been closed since
  return known();
}

}  // namespace gdo::store
