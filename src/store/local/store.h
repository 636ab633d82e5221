#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/local/list.h"
#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {

// A lake in a folder. An object is a regular file; its generation is its modification time.
//
// No symbolic link below the root is followed, to a file or to a folder: they are not objects, and
// no name leads out of the root. (The root itself may be one.) So are fifos, sockets and devices.
// Names are bytes: they need not be UTF-8. Names with an empty part, "." or ".." name nothing.
class LocalStore final : public ObjectStore {
 public:
  // root: an absolute path without a final slash; need not exist before the first call.
  explicit LocalStore(std::string root);
  ~LocalStore() override;

  const std::string& uri() const override { return uri_; }
  bool may_be_half_written() const override { return true; }
  ListPage list(std::string_view prefix, std::string_view page) override;
  std::unique_ptr<ObjectReader> open(const ReadRequest& request) override;
  void read_all(std::span<const ReadRequest> requests,
                const std::function<void(std::size_t, ReadResult)>& done) override;
  std::vector<MoveResult> move_all(std::span<const MoveRequest> requests) override;
  std::optional<ObjectInfo> stat(std::string_view name) override;
  std::vector<std::optional<ObjectInfo>> stat_all(std::span<const std::string> names) override;
  ObjectInfo create(std::string_view name, std::string_view bytes) override;

 private:
  struct OpenWalk {
    std::string prefix;
    std::string after;
    std::unique_ptr<LocalWalk> walk;
  };

  std::unique_ptr<LocalWalk> resume(std::string_view prefix, std::string_view after);
  void keep(std::string_view prefix, std::string_view after, std::unique_ptr<LocalWalk> walk);

  const std::string root_;
  const std::string uri_;
  LocalAbilities abilities_;
  std::mutex mutex_;
  std::vector<OpenWalk>
      walks_;  // listings under way, so that the next page goes on where one ended
};

}  // namespace gdo::store
