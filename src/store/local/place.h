#pragma once

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/local/posix_file.h"
#include "store/object_store.h"

namespace gdo::store {

// The folders under a lake's root, opened part by part without following a symbolic link, so that
// no name leads outside. Remembers what it opened: make one for each call of the store, not for
// longer.
class LocalFolders {
 public:
  // Throws Error(lake_unreachable) when the root cannot be opened.
  explicit LocalFolders(const std::string& root);

  // The folder of a valid name's parts ("" = the root). Empty when it does not exist or is no
  // folder; errno says why.
  std::shared_ptr<const Fd> open(std::string_view folder);
  // The same, made first where it is missing.
  std::shared_ptr<const Fd> open_or_create(std::string_view folder);
  // Looks again at the next open.
  void forget(std::string_view folder);

 private:
  std::shared_ptr<const Fd> open(std::string_view folder, bool create);

  std::shared_ptr<const Fd> root_;
  std::map<std::string, std::shared_ptr<const Fd>, std::less<>> known_;
};

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

// A file being written under a hidden name in the folder where it will appear. The name follows
// from the final name, and a lock says that its writer lives: what a killed process left is taken
// over, not piled up. The destructor removes it unless publish() succeeded.
class LocalTemp {
 public:
  // Throws Error(lake) naming the reason; Error(transient) when another process writes it now.
  explicit LocalTemp(LocalPlace target);
  ~LocalTemp();
  LocalTemp(const LocalTemp&) = delete;
  LocalTemp& operator=(const LocalTemp&) = delete;

  int fd() const { return fd_.get(); }
  // Throws Error(lake).
  void write(std::string_view bytes);
  // Makes the bytes durable, then gives them the final name without replacing anything there.
  // 0 or errno, EEXIST when the name is taken.
  int publish(LocalAbilities& abilities);

 private:
  [[noreturn]] void fail(int error_number) const;

  LocalPlace target_;
  LocalPlace place_;
  Fd fd_;
  bool published_ = false;
};

}  // namespace gdo::store
