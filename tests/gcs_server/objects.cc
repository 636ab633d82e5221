#include "gcs_server/objects.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "store/content_hasher.h"

namespace gdo::gcs_server {
namespace {

constexpr std::size_t kMapped = 1U << 20U;       // bodies from this size are mapped,
constexpr std::size_t kWithoutMd5 = 64U << 20U;  // and from this size have no MD5

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string md5_of(std::string_view bytes) {
  std::array<unsigned char, 16> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr);
  std::array<unsigned char, 25> text{};
  EVP_EncodeBlock(text.data(), digest.data(), 16);
  return reinterpret_cast<const char*>(text.data());
}

}  // namespace

Body body_of(std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  const std::string_view bytes = *owner;
  return {std::move(owner), bytes};
}

Body body_of_file(const std::filesystem::path& file) {
  const auto size = std::filesystem::file_size(file);
  if (size < kMapped) {
    std::ifstream stream(file, std::ios::binary);
    return body_of({std::istreambuf_iterator<char>(stream), {}});
  }
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  if (at == MAP_FAILED) throw std::runtime_error("cannot map " + file.string());
  std::shared_ptr<const void> owner(at, [size](void* mapped) { ::munmap(mapped, size); });
  return {std::move(owner), {static_cast<const char*>(at), size}};
}

void Objects::add_bucket(const std::string& bucket) {
  const std::lock_guard lock(mutex_);
  buckets_.try_emplace(bucket);
}

bool Objects::has_bucket(const std::string& bucket) const {
  const std::lock_guard lock(mutex_);
  return buckets_.contains(bucket);
}

std::optional<Object> Objects::find(const std::string& bucket, const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto objects = buckets_.find(bucket);
  if (objects == buckets_.end()) return std::nullopt;
  const auto found = objects->second.find(name);
  if (found == objects->second.end()) return std::nullopt;
  return found->second;
}

bool Objects::allowed(const Bucket& bucket, const std::string& name,
                      const std::optional<std::int64_t>& generation) const {
  if (!generation) return true;
  const auto found = bucket.find(name);
  return (found == bucket.end() ? 0 : found->second.generation) == *generation;
}

Object& Objects::place(Bucket& bucket, Object object) {
  object.generation = next_generation_++;
  object.created_ns = now_ns();
  Object& slot = bucket[object.name];
  slot = std::move(object);
  return slot;
}

int Objects::insert(const std::string& bucket, Object object, const Conditions& conditions,
                    Object& made) {
  object.crc32c = store::crc32c(object.body.bytes);
  if (object.body.bytes.size() < kWithoutMd5) object.md5 = md5_of(object.body.bytes);
  const std::lock_guard lock(mutex_);
  const auto objects = buckets_.find(bucket);
  if (objects == buckets_.end()) return 404;
  if (!allowed(objects->second, object.name, conditions.generation_match)) return 412;
  made = place(objects->second, std::move(object));
  if (made_) made_(bucket, made);
  return 200;
}

int Objects::copy(const std::string& bucket, const std::string& from, const std::string& to,
                  const Conditions& conditions, Object& made) {
  const std::lock_guard lock(mutex_);
  const auto objects = buckets_.find(bucket);
  if (objects == buckets_.end()) return 404;
  const auto source = objects->second.find(from);
  if (source == objects->second.end()) return 404;
  if (!allowed(objects->second, from, conditions.source_generation_match)) return 412;
  if (!allowed(objects->second, to, conditions.generation_match)) return 412;
  Object object = source->second;
  object.name = to;
  made = place(objects->second, std::move(object));
  if (made_) made_(bucket, made);
  return 200;
}

int Objects::move(const std::string& bucket, const std::string& from, const std::string& to,
                  const Conditions& conditions, Object& made) {
  if (from == to) return 400;
  const std::lock_guard lock(mutex_);
  const int status = copy(bucket, from, to, conditions, made);
  if (status == 200) remove(bucket, from, {});
  return status;
}

int Objects::remove(const std::string& bucket, const std::string& name,
                    const Conditions& conditions) {
  const std::lock_guard lock(mutex_);
  const auto objects = buckets_.find(bucket);
  if (objects == buckets_.end()) return 404;
  const auto found = objects->second.find(name);
  if (found == objects->second.end()) return 404;
  if (!allowed(objects->second, name, conditions.generation_match)) return 412;
  last_removed_ = std::move(found->second);
  objects->second.erase(found);
  return 204;
}

Objects::Page Objects::list(const std::string& bucket, const std::string& prefix,
                            const std::string& delimiter, const std::string& after,
                            const std::string& from, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  Page page;
  const auto objects = buckets_.find(bucket);
  if (objects == buckets_.end()) return page;
  auto at = std::max(prefix, after) == after && !after.empty()
                ? objects->second.upper_bound(after)
                : objects->second.lower_bound(std::max(prefix, from));
  for (; at != objects->second.end() && at->first.starts_with(prefix); ++at) {
    if (page.objects.size() + page.prefixes.size() >= most) {
      page.next = std::prev(at)->first;
      break;
    }
    const std::size_t cut =
        delimiter.empty() ? std::string::npos : at->first.find(delimiter, prefix.size());
    if (cut == std::string::npos) {
      page.objects.push_back(at->second);
      continue;
    }
    const std::string folder = at->first.substr(0, cut + delimiter.size());
    if (page.prefixes.empty() || page.prefixes.back() != folder) page.prefixes.push_back(folder);
  }
  return page;
}

std::optional<Object> Objects::last_removed() const {
  const std::lock_guard lock(mutex_);
  return last_removed_;
}

}  // namespace gdo::gcs_server
