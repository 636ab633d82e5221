#include "store/gcs/store.h"

#include <algorithm>

#include "store/gcs/caller.h"
#include "store/gcs/create.h"
#include "store/gcs/list.h"
#include "store/gcs/move.h"
#include "store/gcs/objects.h"
#include "store/gcs/stream.h"
#include "store/http/client.h"
#include "store/task.h"

namespace gdo::store {
namespace {

constexpr std::size_t kWindow = 512;  // objects under way; more than are in flight, for those that
                                      // wait before another attempt

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
