#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {

// Walks the regular files below a folder in byte order of their full names. Holds the sorted entry
// names of the folders on the way down to where it is, so its memory follows the largest folder,
// not the tree. Files that appear or vanish meanwhile may or may not be seen.
//
// Never listed: ignored_name()s, symbolic links (to files and to folders), fifos, sockets, devices.
class LocalWalk {
 public:
  // Starts with the first name that begins with `prefix` and comes after `after` (may be empty).
  LocalWalk(LocalFolders& folders, std::string_view prefix, std::string_view after);

  // Appends up to `most` objects. The folder it starts in must be readable: the constructor throws
  // Error(lake_unreachable) otherwise; take_unreadable() lists those below.
  void next(std::size_t most, std::vector<ObjectInfo>& objects);
  bool done() const { return levels_.empty(); }
  // What was left out since the last call: see ListPage.
  std::vector<std::string> take_unreadable() { return std::exchange(unreadable_, {}); }
  std::vector<std::string> take_not_followed() { return std::exchange(not_followed_, {}); }

 private:
  struct Level {
    Fd folder;
    std::string path;                  // with a final '/', empty for the root
    std::vector<std::string> entries;  // sorted; folders end in '/'
    std::size_t position = 0;
  };

  void note_link(LocalFolders& folders, std::string_view start);
  void enter(Fd folder, std::string path);
  bool wanted(std::string_view full_name) const;
  void visit(const std::string& entry, std::vector<ObjectInfo>& objects);

  const std::string prefix_;
  const std::string after_;
  std::vector<Level> levels_;
  std::vector<std::string> unreadable_;
  std::vector<std::string> not_followed_;
};

}  // namespace gdo::store
