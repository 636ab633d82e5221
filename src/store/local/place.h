#pragma once

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/local/folders.h"
#include "store/object_store.h"

namespace gdo::store {

// A name in an open folder: where a file is, or could be.
class LocalPlace {
 public:
  LocalPlace(std::shared_ptr<const Fd> folder, std::string_view base)
      : folder_(std::move(folder)), base_(base) {}

  int folder() const { return folder_->get(); }
  const char* base() const { return base_.c_str(); }
  // Another name in the same folder.
  LocalPlace sibling(std::string_view base) const { return {folder_, base}; }

  // Of what is there, a link as itself. Empty when nothing is, or it cannot be seen: errno says.
  std::optional<struct stat> look() const;
  // Takes the name away. 0 or errno.
  int unlink() const;
  // Makes the name's existence, and its neighbours', survive a power cut. 0 or errno.
  int sync_folder() const;

 private:
  std::shared_ptr<const Fd> folder_;
  std::string base_;
};

// What the file systems of the lake can do: everything until one refuses. Shared by threads.
struct LocalAbilities {
  std::atomic<bool> rename_noreplace{true};  // renameat2(RENAME_NOREPLACE)
  std::atomic<bool> hard_links{true};
};

// Gives the file at `from` the name `to`, in one step that never replaces what is at `to`.
// 0, or errno: EEXIST when `to` is taken, EXDEV when the two are on different file systems.
int rename_without_replacing(const LocalPlace& from, const LocalPlace& to,
                             LocalAbilities& abilities);

struct LocalContent {
  struct stat stat {};
  std::array<std::byte, 32> sha256{};
};

// Reads the file for its SHA-256. Empty: it is no regular file, cannot be read, or changed
// meanwhile.
std::optional<LocalContent> read_content(const LocalPlace& place);

}  // namespace gdo::store
