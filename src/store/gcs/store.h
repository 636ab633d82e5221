#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/gcs/address.h"
#include "store/gcs/credentials.h"
#include "store/object_store.h"

namespace gdo::store {

// A lake in a Google Cloud Storage bucket, by its JSON API; also on servers that speak like it. One
// thread makes all requests, many at a time; the callers wait.
class GcsStore final : public ObjectStore {
 public:
  GcsStore(GcsAddress address, GcsCredentials credentials, const StoreOptions& options);
  ~GcsStore() override;

  const std::string& uri() const override { return uri_; }
  ListPage list(std::string_view prefix, std::string_view page) override;
  std::unique_ptr<ObjectReader> open(const ReadRequest& request) override;
  void read_all(std::span<const ReadRequest> requests,
                const std::function<void(std::size_t, ReadResult)>& done) override;
  std::vector<MoveResult> move_all(std::span<const MoveRequest> requests) override;
  std::optional<ObjectInfo> stat(std::string_view name) override;
  ObjectInfo create(std::string_view name, std::string_view bytes) override;

 private:
  struct Engine;

  const std::string uri_;
  std::shared_ptr<Engine> engine_;  // open readers hold it too
};

}  // namespace gdo::store
