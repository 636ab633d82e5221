#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/local/posix_file.h"
#include "store/object_store.h"

namespace gdo::store {

// What the kernel reports (inotify) of the files below one folder of a lake: which of them their
// writer has closed, or were moved into place. It misses what other machines write to a network
// folder, and what happens before a new folder is watched: a listing now and then has to find that.
// Not for two threads at once.
class FolderArrivals {
 public:
  using Clock = std::chrono::steady_clock;

  // root: of the lake, absolute; below: "pending/". Both may come into being later. Throws
  // Error(lake_unreachable) when the kernel gives no inotify; watches it refuses are said once.
  FolderArrivals(std::string root, std::string below);

  // Readable when there is something to poll().
  int descriptor() const noexcept { return inotify_.get(); }
  // Takes in what has happened, without waiting.
  void poll();
  // Watches folders that have appeared unseen.
  void watch_new_folders();

  // Whether something came that may be whole, since the last call.
  bool take_arrived();
  // When a file was opened that nobody has closed since the last take_opened(): the first of them.
  std::optional<Clock::time_point> take_opened();
  // Whether this very version of a file was closed by its writer, or moved into place.
  bool is_closed(const ObjectInfo& object);

 private:
  struct Version {
    std::int64_t generation = 0;
    std::uint64_t size = 0;
    std::int64_t stamp = 0;
    bool operator==(const Version&) const = default;
  };

  std::optional<Version> version_of(const std::string& name) const;
  bool watch(const std::string& folder);
  void watch_tree(const std::string& folder);
  void forget_tree(const std::string& folder);
  void refused(const std::string& folder, int error_number);
  void take_folder(std::uint32_t mask, const std::string& name);
  void take_file(std::uint32_t mask, const std::string& name);

  const std::string root_;
  const std::string below_;  // ends in '/'
  Fd inotify_;
  int root_watch_ = -1;                           // until the folder below it is there
  std::unordered_map<int, std::string> folders_;  // by watch: names that end in '/'
  std::map<std::string, Version> closed_;
  std::map<std::string, Clock::time_point> opened_;
  bool arrived_ = false;
  bool refusal_said_ = false;
};

}  // namespace gdo::store
