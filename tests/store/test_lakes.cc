#include "store/test_lakes.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gdo::test {

namespace fs = std::filesystem;

FolderLake::FolderLake() : store_(store::open_store(folder_.path().string(), {})) {}

// As a producer does it: a new file takes the old one's place, later than that.
std::int64_t FolderLake::put(const std::string& name, const std::string& bytes) {
  const fs::path file = folder_.path() / name;
  fs::create_directories(file.parent_path());
  const std::int64_t before = store_->stat(name) ? store_->stat(name)->generation : 0;
  std::int64_t generation = 0;
  do {
    const fs::path hidden = folder_.path() / ".new";
    std::ofstream(hidden, std::ios::binary) << bytes;
    fs::rename(hidden, file);
    generation = store_->stat(name).value().generation;
  } while (generation == before);
  return generation;
}

std::optional<std::string> FolderLake::get(const std::string& name) {
  std::ifstream stream(folder_.path() / name, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(stream), {}};
}

void FolderLake::remove(const std::string& name) { fs::remove(folder_.path() / name); }

store::StoreOptions BucketLake::quick() {
  store::StoreOptions options;
  options.back_off_ms = 2;
  return options;
}

BucketLake::BucketLake(const gcs_server::ServerOptions& server, store::StoreOptions options)
    : server_(server) {
  server_.add_bucket(kBucket);
  options.emulator_host = server_.host();
  store_ = store::open_store(std::string("gs://") + kBucket + "/data/lake", options);
}

std::int64_t BucketLake::put(const std::string& name, const std::string& bytes) {
  return server_.put(kBucket, "data/lake/" + name, bytes);
}

std::optional<std::string> BucketLake::get(const std::string& name) {
  return server_.get(kBucket, "data/lake/" + name);
}

void BucketLake::remove(const std::string& name) { server_.remove(kBucket, "data/lake/" + name); }

std::vector<std::string> BucketLake::names() const {
  std::vector<std::string> names;
  for (const std::string& name : server_.names(kBucket))
    names.push_back(name.substr(std::string_view("data/lake/").size()));
  return names;
}

std::vector<store::ObjectInfo> list_all(store::ObjectStore& store, std::string_view prefix) {
  std::vector<store::ObjectInfo> all;
  std::string page;
  do {
    store::ListPage listed = store.list(prefix, page);
    all.insert(all.end(), listed.objects.begin(), listed.objects.end());
    page = listed.next;
  } while (!page.empty());
  return all;
}

store::ReadResult read_one(store::ObjectStore& store, const store::ReadRequest& request) {
  store::ReadResult only;
  store.read_all({&request, 1},
                 [&](std::size_t, store::ReadResult result) { only = std::move(result); });
  return only;
}

store::MoveResult move_one(store::ObjectStore& store, const store::MoveRequest& request) {
  return store.move_all({&request, 1}).at(0);
}

std::string stream_all(store::ObjectStore& store, const store::ReadRequest& request) {
  const auto reader = store.open(request);
  std::string bytes;
  std::string buffer(100'000, '\0');
  while (const std::size_t count = reader->read(buffer)) bytes.append(buffer, 0, count);
  return bytes;
}

}  // namespace gdo::test
