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
  virtual ObjectStore& store() = 0;
  // Gives a name new bytes, whatever was there; the new generation.
  virtual std::int64_t put(const std::string& name, const std::string& bytes) = 0;
  virtual std::optional<std::string> get(const std::string& name) = 0;
  virtual void remove(const std::string& name) = 0;
};

class FolderLake final : public TestLake {
 public:
  FolderLake();
  ObjectStore& store() override { return *store_; }
  std::int64_t put(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> get(const std::string& name) override;
  void remove(const std::string& name) override;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<ObjectStore> store_;
};

class BucketLake : public TestLake {
 public:
  explicit BucketLake(const gcs_server::ServerOptions& server, StoreOptions options = quick());
  ObjectStore& store() override { return *store_; }
  std::int64_t put(const std::string& name, const std::string& bytes) override;
  std::optional<std::string> get(const std::string& name) override;
  void remove(const std::string& name) override;
  gcs_server::Server& server() { return server_; }
  // Names in the lake.
  std::vector<std::string> names() const;

  // Waits between attempts that suit a test.
  static StoreOptions quick();
  static constexpr const char* kBucket = "test-bucket";

 private:
  gcs_server::Server server_;
  std::unique_ptr<ObjectStore> store_;
};

std::vector<ObjectInfo> list_all(ObjectStore& store, std::string_view prefix);
ReadResult read_one(ObjectStore& store, const ReadRequest& request);
MoveResult move_one(ObjectStore& store, const MoveRequest& request);
// The whole object, by open().
std::string stream_all(ObjectStore& store, const ReadRequest& request);

}  // namespace gdo::test
