#include "store/gcs/address.h"

#include <fmt/format.h>

#include "base/encodings.h"
#include "base/error.h"
#include "base/translation.h"

namespace gdo::store {
namespace {

// All a client of ours reads of an object; servers that do not know the parameter send everything.
constexpr std::string_view kFields = "name,generation,size,updated,crc32c";

}  // namespace

GcsAddress::GcsAddress(std::string endpoint, std::string bucket, std::string prefix)
    : endpoint_(std::move(endpoint)), bucket_(std::move(bucket)), root_(std::move(prefix)) {
  if (!root_.empty()) root_ += '/';
}

std::string GcsAddress::uri() const {
  std::string text = "gs://" + bucket_;
  if (!root_.empty()) text += "/" + root_.substr(0, root_.size() - 1);
  return text;
}

std::string GcsAddress::full_name(std::string_view name) const { return root_ + std::string(name); }

std::string_view GcsAddress::lake_name(std::string_view full_name) const {
  return full_name.starts_with(root_) ? full_name.substr(root_.size()) : std::string_view{};
}

std::string GcsAddress::object(std::string_view name) const {
  return fmt::format("{}/storage/v1/b/{}/o/{}", endpoint_, percent_encoded(bucket_),
                     percent_encoded(full_name(name)));
}

std::string GcsAddress::bucket_metadata() const {
  return fmt::format("{}/storage/v1/b/{}?fields=name", endpoint_, percent_encoded(bucket_));
}

std::string GcsAddress::list(std::string_view prefix, std::string_view page) const {
  std::string url =
      fmt::format("{}/storage/v1/b/{}/o?prefix={}&maxResults=1000&fields=items({}),nextPageToken",
                  endpoint_, percent_encoded(bucket_), percent_encoded(full_name(prefix)), kFields);
  if (!page.empty()) url += "&pageToken=" + percent_encoded(page);
  return url;
}

std::string GcsAddress::metadata(std::string_view name) const {
  return fmt::format("{}?fields={}", object(name), kFields);
}

std::string GcsAddress::media(std::string_view name, std::int64_t generation) const {
  return fmt::format("{}?alt=media&generation={}", object(name), generation);
}

std::string GcsAddress::remove(std::string_view name, std::int64_t generation) const {
  return fmt::format("{}?ifGenerationMatch={}", object(name), generation);
}

std::string GcsAddress::move(std::string_view from, std::int64_t generation,
                             std::string_view to) const {
  return fmt::format("{}/moveTo/o/{}?ifSourceGenerationMatch={}&ifGenerationMatch=0&fields={}",
                     object(from), percent_encoded(full_name(to)), generation, kFields);
}

std::string GcsAddress::rewrite(std::string_view from, std::int64_t generation, std::string_view to,
                                std::string_view token) const {
  std::string url = fmt::format(
      "{}/rewriteTo/b/{}/o/{}?sourceGeneration={}&ifSourceGenerationMatch={}&ifGenerationMatch=0"
      "&fields=done,rewriteToken,resource({})",
      object(from), percent_encoded(bucket_), percent_encoded(full_name(to)), generation,
      generation, kFields);
  if (!token.empty()) url += "&rewriteToken=" + percent_encoded(token);
  return url;
}

std::string GcsAddress::copy(std::string_view from, std::int64_t generation,
                             std::string_view to) const {
  return fmt::format(
      "{}/copyTo/b/{}/o/{}?sourceGeneration={}&ifSourceGenerationMatch={}&ifGenerationMatch=0"
      "&fields={}",
      object(from), percent_encoded(bucket_), percent_encoded(full_name(to)), generation,
      generation, kFields);
}

std::string GcsAddress::upload(std::string_view name, std::string_view upload_type) const {
  return fmt::format(
      "{}/upload/storage/v1/b/{}/o?uploadType={}&name={}&ifGenerationMatch=0&fields={}", endpoint_,
      percent_encoded(bucket_), upload_type, percent_encoded(full_name(name)), kFields);
}

namespace {

// setting: whose value it is, for the message.
std::string endpoint_of(std::string_view host, std::string_view setting) {
  std::string endpoint(host);
  if (endpoint.find("://") == std::string::npos) endpoint = "http://" + endpoint;
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const bool http = endpoint.starts_with("http://") || endpoint.starts_with("https://");
  const std::size_t begin = endpoint.find("://") + 3;
  if (!http || begin >= endpoint.size() ||
      endpoint.find_first_of(" \t\r\n?#@", begin) != std::string::npos)
    throw Error(
        ErrorKind::config,
        trf("{}={:?} is not an address: write host:port or http://host:port", setting, host));
  return endpoint;
}

}  // namespace

std::string gcs_endpoint(std::string_view emulator_host) {
  constexpr std::string_view kApi = "/storage/v1";  // as some clients want it to be written
  if (emulator_host.empty()) return "https://storage.googleapis.com";
  std::string endpoint = endpoint_of(emulator_host, "STORAGE_EMULATOR_HOST");
  if (endpoint.ends_with(kApi)) endpoint.resize(endpoint.size() - kApi.size());
  return endpoint;
}

std::string pubsub_endpoint(std::string_view emulator_host) {
  if (emulator_host.empty()) return "https://pubsub.googleapis.com";
  return endpoint_of(emulator_host, "PUBSUB_EMULATOR_HOST");
}

}  // namespace gdo::store
