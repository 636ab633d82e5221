#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::gcs_server {

// Bytes in memory or of a mapped file; copies share them.
struct Body {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};
Body body_of(std::string text);
// Large files are mapped, small ones read.
Body body_of_file(const std::filesystem::path& file);

struct Object {
  std::string name;
  std::int64_t generation = 0;
  Body body;
  std::uint32_t crc32c = 0;
  std::string md5;  // base64; "" for large bodies, as for composite objects
  std::int64_t created_ns = 0;
  std::string content_type = "application/octet-stream";
  std::string content_encoding;
};

// A call's preconditions; empty = not given. 0 = there must be no such object.
struct Conditions {
  std::optional<std::int64_t> generation_match;
  std::optional<std::int64_t> source_generation_match;
};

// The live objects of all buckets. Each call is atomic. Statuses are HTTP's: 200, 404, 412.
class Objects {
 public:
  explicit Objects(std::int64_t first_generation) : next_generation_(first_generation) {}

  // Called for every object that comes into being. Set before any is.
  void on_made(std::function<void(const std::string& bucket, const Object&)> told) {
    made_ = std::move(told);
  }

  void add_bucket(const std::string& bucket);
  bool has_bucket(const std::string& bucket) const;

  std::optional<Object> find(const std::string& bucket, const std::string& name) const;
  int insert(const std::string& bucket, Object object, const Conditions& conditions, Object& made);
  int copy(const std::string& bucket, const std::string& from, const std::string& to,
           const Conditions& conditions, Object& made);
  int move(const std::string& bucket, const std::string& from, const std::string& to,
           const Conditions& conditions, Object& made);
  int remove(const std::string& bucket, const std::string& name, const Conditions& conditions);

  struct Page {
    std::vector<Object> objects;
    std::vector<std::string> prefixes;
    std::string next;  // the last name of this page; "" = no more
  };
  Page list(const std::string& bucket, const std::string& prefix, const std::string& delimiter,
            const std::string& after, const std::string& from, std::size_t most) const;
  // One that was deleted or moved away, for listings that are not up to date.
  std::optional<Object> last_removed() const;

 private:
  using Bucket = std::map<std::string, Object, std::less<>>;

  bool allowed(const Bucket& bucket, const std::string& name,
               const std::optional<std::int64_t>& generation) const;
  Object& place(Bucket& bucket, Object object);

  std::function<void(const std::string&, const Object&)> made_;
  mutable std::recursive_mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;
  std::int64_t next_generation_;
  std::optional<Object> last_removed_;
};

}  // namespace gdo::gcs_server
