#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gdo::store {

// Where a lake's objects are found, and the addresses of the JSON API's calls on them. Names are
// relative to the lake; every part of them is percent-encoded, '/' too.
class GcsAddress {
 public:
  // endpoint: "https://storage.googleapis.com", without a final slash.
  // prefix: the lake's folder in the bucket, "" or without a final slash.
  GcsAddress(std::string endpoint, std::string bucket, std::string prefix);

  const std::string& endpoint() const { return endpoint_; }
  const std::string& bucket() const { return bucket_; }
  std::string uri() const;  // gs://bucket/prefix
  // The object's name in the bucket, and back: a name outside the lake gives "".
  std::string full_name(std::string_view name) const;
  std::string_view lake_name(std::string_view full_name) const;

  std::string bucket_metadata() const;
  std::string list(std::string_view prefix, std::string_view page) const;
  std::string metadata(std::string_view name) const;
  std::string media(std::string_view name, std::int64_t generation) const;
  std::string remove(std::string_view name, std::int64_t generation) const;
  std::string move(std::string_view from, std::int64_t generation, std::string_view to) const;
  std::string rewrite(std::string_view from, std::int64_t generation, std::string_view to,
                      std::string_view token) const;
  std::string copy(std::string_view from, std::int64_t generation, std::string_view to) const;
  std::string upload(std::string_view name, std::string_view upload_type) const;

 private:
  std::string object(std::string_view name) const;

  std::string endpoint_;
  std::string bucket_;
  std::string root_;  // "" or with a final slash
};

// The endpoint of STORAGE_EMULATOR_HOST ("localhost:9000", "http://localhost:9000/"), or Google's
// when it is empty; and that of PUBSUB_EMULATOR_HOST. Throw Error(config).
std::string gcs_endpoint(std::string_view emulator_host);
std::string pubsub_endpoint(std::string_view emulator_host);

}  // namespace gdo::store
