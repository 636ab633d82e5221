#include "store/gcs/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "base/encodings.h"
#include "base/error.h"
#include "base/translation.h"
#include "store/gcs/caller.h"
#include "store/gcs/json.h"
#include "store/gcs/move.h"
#include "store/gcs/objects.h"
#include "store/gcs/stream.h"
#include "store/http/client.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {
namespace {

[[noreturn]] void cannot_list(const GcsCaller& caller, const HttpResponse& response) {
  const GcsAddress& address = caller.address();
  if (response.whole() && (response.status == 403 || response.status == 401))
    caller.refuse(response);
  if (response.whole() && response.status == 404)
    throw Error(ErrorKind::lake_unreachable,
                trf("there is no bucket {} at {} ({}); create it, or set GDO_LAKE",
                    address.bucket(), address.endpoint(), describe(response)));
  throw Error(worth_retrying(response) ? ErrorKind::transient : ErrorKind::lake_unreachable,
              trf("cannot list {}: {}", address.uri(), describe(response)));
}

// Where a listing goes on. As text it is what callers pass back as `page`.
struct Position {
  std::string token;      // the server's; "" = the first page, or the token is no good any more
  std::string last_name;  // as in the bucket, of the pages before; "" = none
};

std::string to_text(const Position& position) {
  return position.token.empty() ? "" : position.token + "\n" + position.last_name;
}

Position position_of(const std::string& page) {
  const std::size_t end = std::min(page.find('\n'), page.size());
  return {page.substr(0, end), page.substr(std::min(end + 1, page.size()))};
}

// Tokens expire; then the listing begins anew behind the last name that came.
bool token_refused(const HttpResponse& response, const Position& position) {
  return response.whole() && (response.status == 400 || response.status == 410) &&
         !position.token.empty() && !position.last_name.empty();
}

// A name that does not begin as asked shows that the answer is garbled.
std::optional<ListPage> lake_page(const GcsAddress& address, const std::string& full_prefix,
                                  GcsListPage listed, const Position& before) {
  ListPage page;
  Position next{std::move(listed.next), before.last_name};
  page.objects.reserve(listed.objects.size());
  for (ObjectInfo& info : listed.objects) {
    if (!info.name.starts_with(full_prefix)) return std::nullopt;
    next.last_name = std::max(next.last_name, info.name);
    const std::string_view name = address.lake_name(info.name);
    if (name.empty() || ignored_name(name)) continue;
    info.name = std::string(name);
    page.objects.push_back(std::move(info));
  }
  page.next = to_text(next);
  const auto by_name = [](const ObjectInfo& left, const ObjectInfo& right) {
    return left.name < right.name;
  };
  if (!std::is_sorted(page.objects.begin(), page.objects.end(), by_name))
    std::sort(page.objects.begin(), page.objects.end(), by_name);
  return page;
}

// A server that gives no good token and starts at the beginning each time would never end.
void check_progress(const GcsCaller& caller, const Position& before, const Position& next) {
  if (next.token.empty() || !before.token.empty() || before.last_name.empty()) return;
  if (next.last_name > before.last_name) return;
  throw Error(ErrorKind::transient,
              trf("cannot list {} to its end: the server refuses its own page tokens; run "
                  "again",
                  caller.address().uri()));
}

Task<bool> bucket_exists(GcsCaller& caller) {
  HttpRequest request;
  request.url = caller.address().bucket_metadata();
  HttpResponse response = co_await caller.call(std::move(request));
  co_return response.success();
}

// A server that keeps objects as files may say 404 because one was moved while it listed them.
Task<HttpResponse> call_list(GcsCaller& caller, HttpRequest request, GcsCaller::Accept accept) {
  const auto first_attempt = std::chrono::steady_clock::now();
  for (int number = 1;; ++number) {
    HttpResponse response = co_await caller.call(request, accept);
    if (!response.whole() || response.status != 404) co_return response;
    const bool there = co_await bucket_exists(caller);
    if (!there) co_return response;
    const bool again = co_await caller.back_off(number, response, first_attempt);
    if (!again) co_return response;
  }
}

// The next page that is not empty after leaving out ignored names, or the last page. A page is as
// long as the server makes it. Throws Error(lake_unreachable) when there is no such bucket.
Task<ListPage> list_gcs(GcsCaller& caller, std::string prefix, std::string page) {
  const std::string full_prefix = caller.address().full_name(prefix);
  Position position = position_of(page);
  while (true) {
    HttpRequest request;
    request.url = caller.address().list(prefix, position.token);
    if (position.token.empty() && !position.last_name.empty())
      request.url += "&startOffset=" + percent_encoded(position.last_name);
    std::optional<ListPage> listed;
    HttpResponse response =
        co_await call_list(caller, std::move(request), [&](const HttpResponse& answer) {
          auto parsed = parse_gcs_list(answer.body);
          listed.reset();
          if (parsed)
            listed = lake_page(caller.address(), full_prefix, std::move(*parsed), position);
          return listed.has_value();
        });
    if (token_refused(response, position)) {
      position.token.clear();
      continue;
    }
    if (!response.success()) cannot_list(caller, response);
    Position next = position_of(listed->next);
    check_progress(caller, position, next);
    if (!listed->objects.empty() || next.token.empty() || next.token == position.token)
      co_return std::move(*listed);
    position = std::move(next);
  }
}

constexpr std::size_t kWindow = 512;  // objects under way; more than are in flight, for those
                                      // that wait before another attempt

HttpOptions http_options(const StoreOptions& options) {
  HttpOptions http;
  http.requests_in_flight = std::max(1, options.requests_in_flight);
  http.stall_s = std::max(1, options.stall_s);
  return http;
}

GcsCallOptions call_options(const StoreOptions& options) {
  return {std::max(1, options.attempts),
          std::chrono::milliseconds(std::max(1, options.back_off_ms)),
          std::chrono::seconds(std::max(1, options.stall_s) * 5 / 2)};
}

}  // namespace

// Destroyed in this order: the client first ends every task, which use the caller.
struct GcsStore::Engine {
  Engine(GcsAddress address, GcsCredentials credentials, const StoreOptions& options)
      : client(std::make_unique<HttpClient>(http_options(options))),
        caller(*client, std::move(credentials), std::move(address), call_options(options)) {}
  ~Engine() { client.reset(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  std::unique_ptr<HttpClient> client;
  GcsCaller caller;
  GcsMoveWay way;
};

GcsStore::GcsStore(GcsAddress address, GcsCredentials credentials, const StoreOptions& options)
    : uri_(address.uri()),
      engine_(std::make_shared<Engine>(std::move(address), std::move(credentials), options)) {}

GcsStore::~GcsStore() = default;

ListPage GcsStore::list(std::string_view prefix, std::string_view page) {
  return run_task(*engine_->client,
                  list_gcs(engine_->caller, std::string(prefix), std::string(page)));
}

std::unique_ptr<ObjectReader> GcsStore::open(const ReadRequest& request) {
  return open_gcs(engine_->caller, request, engine_);
}

void GcsStore::read_all(std::span<const ReadRequest> requests,
                        const std::function<void(std::size_t, ReadResult)>& done) {
  TaskBatch<ReadResult>(*engine_->client, kWindow)
      .run(
          requests.size(),
          [&](std::size_t index) { return read_gcs(engine_->caller, requests[index]); },
          [&](std::size_t index, ReadResult result) { done(index, std::move(result)); });
}

std::vector<MoveResult> GcsStore::move_all(std::span<const MoveRequest> requests) {
  std::vector<MoveResult> results(requests.size());
  TaskBatch<MoveResult>(*engine_->client, kWindow)
      .run(
          requests.size(),
          [&](std::size_t index) {
            return move_gcs(engine_->caller, requests[index], engine_->way);
          },
          [&](std::size_t index, MoveResult result) { results[index] = std::move(result); });
  return results;
}

std::optional<ObjectInfo> GcsStore::stat(std::string_view name) {
  return run_task(*engine_->client, stat_gcs(engine_->caller, std::string(name)));
}

ObjectInfo GcsStore::create(std::string_view name, std::string_view bytes) {
  return run_task(*engine_->client, create_gcs(engine_->caller, std::string(name), bytes));
}

}  // namespace gdo::store
