#include "store/gcs/objects.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>

#include "base/error.h"
#include "base/translation.h"
#include "store/content_hasher.h"
#include "store/gcs/caller.h"
#include "store/gcs/json.h"

namespace gdo::store {
namespace {

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return number;
}

// what: "cannot read {:?} in {}: {}".
[[noreturn]] void cannot(const GcsCaller& caller, const char* what, std::string_view name,
                         const HttpResponse& response) {
  if (response.whole() && response.status == 403) caller.refuse(response);
  const bool passing = worth_retrying(response);
  throw Error(
      passing ? ErrorKind::transient : ErrorKind::lake,
      fmt::format(fmt::runtime(tr(what)), name, caller.address().uri(), describe(response)));
}

std::optional<std::uint32_t> published_crc32c(const HttpResponse& response) {
  constexpr std::string_view kKey = "crc32c=";
  for (const auto& [name, value] : response.headers) {
    if (name != "x-goog-hash") continue;
    const std::size_t at = value.find(kKey);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(value).substr(at + kKey.size());
    return crc32c_from_base64(rest.substr(0, rest.find_first_of(", ")));
  }
  return std::nullopt;
}

// The part of "bytes 5-9/10" after the '/', or of one before it.
std::optional<std::uint64_t> range_total(const HttpResponse& response) {
  const std::string_view text = response.header("content-range");
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return number_in<std::uint64_t>(text.substr(slash + 1));
}

}  // namespace

GcsMediaHead media_head(const HttpResponse& response) {
  GcsMediaHead head;
  head.generation = number_in<std::int64_t>(response.header("x-goog-generation"));
  head.crc32c = published_crc32c(response);
  if (response.status == 206)
    head.size = range_total(response);
  else
    head.size = number_in<std::uint64_t>(response.header("content-length"));
  const std::string modified(response.header("last-modified"));
  const std::time_t seconds = modified.empty() ? -1 : curl_getdate(modified.c_str(), nullptr);
  if (seconds > 0) head.updated_ns = std::int64_t{seconds} * 1'000'000'000;
  return head;
}

std::optional<std::uint64_t> range_start(const HttpResponse& response) {
  std::string_view text = response.header("content-range");
  if (!text.starts_with("bytes ")) return std::nullopt;
  text.remove_prefix(6);
  return number_in<std::uint64_t>(text.substr(0, text.find('-')));
}

HttpRequest media_request(const GcsAddress& address, std::string_view name, std::int64_t generation,
                          std::uint64_t offset) {
  HttpRequest request;
  request.url = address.media(name, generation);
  // Without it the server unpacks what is stored as gzip, and no checksum fits.
  request.headers.emplace_back("Accept-Encoding: gzip");
  if (offset > 0) request.headers.push_back(fmt::format("Range: bytes={}-", offset));
  return request;
}

Task<std::optional<ObjectInfo>> stat_gcs(GcsCaller& caller, std::string name) {
  std::optional<ObjectInfo> info;
  HttpRequest request;
  request.url = caller.address().metadata(name);
  HttpResponse response = co_await caller.call(std::move(request), [&](const HttpResponse& answer) {
    info = parse_gcs_object(answer.body);
    return info.has_value();
  });
  if (response.whole() && response.status == 404) co_return std::nullopt;
  if (!response.success())
    cannot(caller, tr_later("cannot look up {:?} in {}: {}"), name, response);
  info->name = name;
  co_return info;
}

Task<bool> delete_gcs(GcsCaller& caller, std::string name, std::int64_t generation) {
  HttpRequest request;
  request.method = "DELETE";
  request.url = caller.address().remove(name, generation);
  HttpResponse response = co_await caller.call(std::move(request));
  if (response.success() || (response.whole() && response.status == 404)) co_return true;
  if (response.whole() && response.status == 412) co_return true;  // another version is there now
  const GcsRefusal refusal = parse_gcs_refusal(response.body);
  if (refusal.reason.starts_with("retention") || refusal.reason.starts_with("object"))
    co_return false;
  cannot(caller, tr_later("cannot delete {:?} in {}: {}"), name, response);
}

Task<bool> holds_content(GcsCaller& caller, ObjectInfo info, ContentId content) {
  if (info.size != content.size) co_return false;
  if (info.crc32c) co_return *info.crc32c == content.crc32c;
  HttpResponse response =
      co_await caller.call(media_request(caller.address(), info.name, info.generation, 0));
  if (response.whole() && response.status == 404) co_return false;
  if (!response.success())
    cannot(caller, tr_later("cannot read {:?} in {}: {}"), info.name, response);
  co_return response.body.size() == content.size&& crc32c(response.body) == content.crc32c;
}

namespace {

enum class Media { verified, corrupted, gone };

// Fills in what the head did not say, from the metadata, and compares the bytes with it.
Task<Media> verify(GcsCaller& caller, const HttpResponse& response, ObjectInfo& info) {
  const GcsMediaHead head = media_head(response);
  info.updated_ns = head.updated_ns;
  info.crc32c = head.crc32c;
  info.size = response.body.size();
  if (head.generation && *head.generation != info.generation) co_return Media::gone;
  if (!head.generation || !head.crc32c) {
    const std::optional<ObjectInfo> known = co_await stat_gcs(caller, info.name);
    if (!known || known->generation != info.generation) co_return Media::gone;
    info = *known;
  }
  const bool same =
      info.size == response.body.size() && (!info.crc32c || *info.crc32c == crc32c(response.body));
  co_return same ? Media::verified : Media::corrupted;
}

ReadResult not_read(const GcsCaller& caller, const ReadRequest& request, ReadResult::Status status,
                    std::string_view why) {
  ReadResult result;
  result.status = status;
  result.message = trf("cannot read {:?} in {}: {}", request.name, caller.address().uri(), why);
  return result;
}

}  // namespace

Task<ReadResult> read_gcs(GcsCaller& caller, ReadRequest request) {
  using Status = ReadResult::Status;
  const auto first_attempt = std::chrono::steady_clock::now();
  for (int number = 1;; ++number) {
    HttpResponse response = co_await caller.attempt(
        media_request(caller.address(), request.name, request.generation, 0));
    std::string why = describe(response);
    if (response.success()) {
      ReadResult result;
      result.info.name = request.name;
      result.info.generation = request.generation;
      const Media media = co_await verify(caller, response, result.info);
      if (media == Media::verified) {
        result.bytes = std::move(response.body);
        co_return result;
      }
      if (media == Media::gone)
        co_return not_read(caller, request, Status::gone, tr("it was replaced by another version"));
      why = tr("its bytes do not match the checksum");
    } else if (!worth_retrying(response)) {
      if (response.whole() && response.status == 403) caller.refuse(response);
      const bool gone = response.status == 404 || response.status == 412;
      co_return not_read(caller, request, gone ? Status::gone : Status::failed, why);
    }
    const bool again = co_await caller.back_off(number, response, first_attempt);
    if (!again) co_return not_read(caller, request, Status::failed, why);
  }
}

}  // namespace gdo::store
