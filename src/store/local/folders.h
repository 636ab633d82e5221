#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "store/local/posix_file.h"

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

}  // namespace gdo::store
