
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/error.h"
#include "base/translation.h"
#include "store/content_hasher.h"
#include "store/gcs/caller.h"
#include "store/gcs/json.h"
#include "store/gcs/objects.h"

namespace gdo::store {
namespace {

constexpr std::size_t kPieceBytes = 8U << 20U;  // a multiple of 256 KiB, as the protocol wants
constexpr int kSessions = 5;

class GcsCreate {
 public:
  GcsCreate(GcsCaller& caller, std::string name, std::string_view bytes)
      : caller_(caller), name_(std::move(name)), bytes_(bytes), content_(content_of(bytes)) {}

  Task<ObjectInfo> run();

 private:
  using Clock = std::chrono::steady_clock;

  // A resumable upload.
  struct Session {
    std::string url;
    std::uint64_t offset = 0;  // bytes the server has
    bool ask = false;          // what it has is unknown
    bool lost = false;         // it is over, without an object
  };

  Task<std::optional<ObjectInfo>> in_one_request();
  Task<std::optional<ObjectInfo>> in_pieces();
  Task<std::string> begin_session();
  Task<HttpResponse> send_next(const Session& session);
  Task<std::optional<ObjectInfo>> after_answer(Session& session, const HttpResponse& response);
  Task<HttpResponse> send_piece(const std::string& session, std::uint64_t offset);
  Task<HttpResponse> ask_progress(const std::string& session);
  Task<std::optional<ObjectInfo>> existing(bool may_be_ours);
  Task<bool> accept(std::optional<ObjectInfo> created);
  std::string session_url(std::string_view location) const;
  [[noreturn]] void fail(const HttpResponse& response) const;
  [[noreturn]] void taken() const;

  GcsCaller& caller_;
  const std::string name_;
  const std::string_view bytes_;
  const ContentId content_;
};

void GcsCreate::taken() const {
  throw Error(ErrorKind::lake,
              trf("cannot create {:?} in {}: the name is taken", name_, caller_.address().uri()));
}

void GcsCreate::fail(const HttpResponse& response) const {
  if (response.whole() && response.status == 403) caller_.refuse(response);
  if (response.whole() && response.status == 404)
    throw Error(ErrorKind::lake_unreachable,
                trf("there is no bucket {} ({}); create it, or set GDO_LAKE",
                    caller_.address().bucket(), describe(response)));
  throw Error(
      worth_retrying(response) ? ErrorKind::transient : ErrorKind::lake,
      trf("cannot create {:?} in {}: {}", name_, caller_.address().uri(), describe(response)));
}

Task<ObjectInfo> GcsCreate::run() {
  // Some servers replace although the request forbids it.
  const std::optional<ObjectInfo> before = co_await stat_gcs(caller_, name_);
  if (before) taken();
  std::optional<ObjectInfo> created;
  if (bytes_.size() <= kPieceBytes) {
    created = co_await in_one_request();
  } else {
    created = co_await in_pieces();
  }
  co_return std::move(*created);
}

// Whether the new object is what we sent; a damaged one is taken away.
Task<bool> GcsCreate::accept(std::optional<ObjectInfo> created) {
  if (!created) co_return false;
  created->name = name_;
  const bool same = co_await holds_content(caller_, *created, content_);
  if (!same) co_await delete_gcs(caller_, name_, created->generation);
  co_return same;
}

// The name exists now. Ours, when an attempt's answer was lost and the bytes are ours.
Task<std::optional<ObjectInfo>> GcsCreate::existing(bool may_be_ours) {
  const std::optional<ObjectInfo> there = co_await stat_gcs(caller_, name_);
  if (!there) co_return std::nullopt;
  const bool same = co_await holds_content(caller_, *there, content_);
  if (!may_be_ours || !same) taken();
  co_return there;
}

Task<std::optional<ObjectInfo>> GcsCreate::in_one_request() {
  const auto first_attempt = Clock::now();
  for (int number = 1;; ++number) {
    HttpRequest request;
    request.method = "POST";
    request.url = caller_.address().upload(name_, "media");
    request.headers.emplace_back("Content-Type: application/octet-stream");
    request.body = bytes_;
    HttpResponse response = co_await caller_.attempt(std::move(request));
    if (response.whole() && response.status == 412) {
      std::optional<ObjectInfo> there = co_await existing(number > 1 || response.resent);
      if (there) co_return there;
    } else if (response.success()) {
      std::optional<ObjectInfo> created = parse_gcs_object(response.body);
      const bool good = co_await accept(created);
      if (good) {
        created->name = name_;
        co_return created;
      }
    } else if (!worth_retrying(response)) {
      fail(response);
    }
    const bool again = co_await caller_.back_off(number, response, first_attempt);
    if (!again) fail(response);
  }
}

Task<std::string> GcsCreate::begin_session() {
  HttpRequest request;
  request.method = "POST";
  request.url = caller_.address().upload(name_, "resumable");
  const std::string body = "{}";
  request.headers.emplace_back("Content-Type: application/json; charset=UTF-8");
  request.headers.emplace_back("X-Upload-Content-Type: application/octet-stream");
  request.headers.push_back(fmt::format("X-Upload-Content-Length: {}", bytes_.size()));
  request.body = body;
  HttpResponse response = co_await caller_.call(std::move(request), [](const HttpResponse& answer) {
    return !answer.header("location").empty();
  });
  if (response.whole() && response.status == 412) taken();
  if (!response.success()) fail(response);
  co_return session_url(response.header("location"));
}

// An emulator may not know under which address it was reached.
std::string GcsCreate::session_url(std::string_view location) const {
  const std::string& endpoint = caller_.address().endpoint();
  if (location.starts_with('/')) return endpoint + std::string(location);
  if (endpoint.starts_with("https://storage.googleapis.com")) return std::string(location);
  const std::size_t host = location.find("://");
  const std::size_t path = host == std::string_view::npos ? host : location.find('/', host + 3);
  if (path == std::string_view::npos) return std::string(location);
  return endpoint + std::string(location.substr(path));
}

Task<HttpResponse> GcsCreate::send_piece(const std::string& session, std::uint64_t offset) {
  HttpRequest request;
  request.method = "PUT";
  request.url = session;
  request.body = bytes_.substr(offset, kPieceBytes);
  request.headers.emplace_back("Content-Type: application/octet-stream");
  request.headers.push_back(fmt::format("Content-Range: bytes {}-{}/{}", offset,
                                        offset + request.body.size() - 1, bytes_.size()));
  HttpResponse response = co_await caller_.attempt(std::move(request));
  co_return response;
}

Task<HttpResponse> GcsCreate::ask_progress(const std::string& session) {
  HttpRequest request;
  request.method = "PUT";
  request.url = session;
  request.headers.push_back(fmt::format("Content-Range: bytes */{}", bytes_.size()));
  HttpResponse response = co_await caller_.attempt(std::move(request));
  co_return response;
}

// Bytes the server has, by its Range header.
std::uint64_t bytes_stored(const HttpResponse& response) {
  std::string_view range = response.header("range");
  if (range.starts_with("bytes=")) range.remove_prefix(6);
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return 0;
  std::uint64_t last = 0;
  const auto end = range.data() + range.size();
  return std::from_chars(range.data() + dash + 1, end, last).ptr == end ? last + 1 : 0;
}

Task<std::optional<ObjectInfo>> GcsCreate::in_pieces() {
  auto first_attempt = Clock::now();
  Session session;
  session.url = co_await begin_session();
  int sessions = 1;
  for (int number = 1;; ++number) {
    HttpResponse response = co_await send_next(session);
    const std::uint64_t before = session.offset;
    std::optional<ObjectInfo> created = co_await after_answer(session, response);
    if (created) co_return created;
    if (session.offset > before) {
      number = 0;
      first_attempt = Clock::now();
      continue;
    }
    const bool again = co_await caller_.back_off(number, response, first_attempt);
    if (!again || sessions > kSessions) fail(response);
    if (!session.lost) continue;
    std::optional<ObjectInfo> there = co_await existing(true);  // its last piece may have arrived
    if (there) co_return there;
    session = Session{};
    session.url = co_await begin_session();
    ++sessions;
  }
}

Task<HttpResponse> GcsCreate::send_next(const Session& session) {
  HttpResponse response;
  if (session.ask || session.offset == bytes_.size()) {
    response = co_await ask_progress(session.url);
  } else {
    response = co_await send_piece(session.url, session.offset);
  }
  co_return response;
}

// The new object, when that was all; else notes in the session how to go on.
Task<std::optional<ObjectInfo>> GcsCreate::after_answer(Session& session,
                                                        const HttpResponse& response) {
  if (response.success()) {
    std::optional<ObjectInfo> created = parse_gcs_object(response.body);
    if (!created) created = co_await stat_gcs(caller_, name_);
    const bool good = co_await accept(created);
    session.lost = !good;
    if (!good) co_return std::nullopt;
    created->name = name_;
    co_return created;
  }
  if (response.whole() && response.status == 308) {
    session.offset = std::min<std::uint64_t>(bytes_stored(response), bytes_.size());
    session.ask = false;
  } else if (response.whole() && response.status == 412) {
    std::optional<ObjectInfo> there = co_await existing(true);
    session.lost = !there;
    co_return there;
  } else if (response.whole() && (response.status == 404 || response.status == 410)) {
    session.lost = true;
  } else if (worth_retrying(response)) {
    session.ask = true;
  } else {
    fail(response);
  }
  co_return std::nullopt;
}

}  // namespace

Task<ObjectInfo> create_gcs(GcsCaller& caller, std::string name, std::string_view bytes) {
  GcsCreate create(caller, std::move(name), bytes);
  ObjectInfo created = co_await create.run();
  co_return created;
}

}  // namespace gdo::store
