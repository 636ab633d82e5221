#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gcs_server/server.h"
#include "store/gcs/store.h"
#include "store/object_store.h"
#include "support/temporary_folder.h"

namespace gdo::test {

// A lake that can be looked at and changed past the store that is tried on it.
class TestLake {
 public:
  virtual ~TestLake() = default;
  virtual store::ObjectStore& store() = 0;
  // Gives a name new bytes, whatever was there; the new generation.
  virtual std::int64_t put(const std::string& name, const std::string& bytes) = 0;
  virtual std::optional<std::string> get(const std::string& name) = 0;
  virtual void remove(const std::string& name) = 0;
};

class FolderLake final : public TestLake {
 public:
  FolderLake();
  store::ObjectStore& store() override { return *store_; }
  std::int64_t put(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> get(const std::string& name) override;
  void remove(const std::string& name) override;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<store::ObjectStore> store_;
};

class BucketLake : public TestLake {
 public:
  explicit BucketLake(const gcs_server::ServerOptions& server,
                      store::StoreOptions options = quick());
  store::ObjectStore& store() override { return *store_; }
  std::int64_t put(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> get(const std::string& name) override;
  void remove(const std::string& name) override;
  gcs_server::Server& server() { return server_; }
  // Names in the lake.
  std::vector<std::string> names() const;

  // Waits between attempts that suit a test.
  static store::StoreOptions quick();
  static constexpr const char* kBucket = "test-bucket";

 private:
  gcs_server::Server server_;
  std::unique_ptr<store::ObjectStore> store_;
};

std::vector<store::ObjectInfo> list_all(store::ObjectStore& store, std::string_view prefix);
store::ReadResult read_one(store::ObjectStore& store, const store::ReadRequest& request);
store::MoveResult move_one(store::ObjectStore& store, const store::MoveRequest& request);
// The whole object, by open().
std::string stream_all(store::ObjectStore& store, const store::ReadRequest& request);

}  // namespace gdo::test
