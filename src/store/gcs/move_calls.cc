#include "store/gcs/move_calls.h"

#include <utility>

#include "base/log.h"
#include "store/gcs/create.h"
#include "store/gcs/json.h"
#include "store/gcs/objects.h"
#include "store/gcs/retry.h"

namespace gdo::store {
namespace {

constexpr int kMostRewriteSteps = 100'000;
constexpr std::uint64_t kMostAnewBytes = 256U << 20U;  // they are in memory

const char* name_of(GcsMoveMethod method) {
  switch (method) {
    case GcsMoveMethod::move:
      return "moveTo";
    case GcsMoveMethod::rewrite:
      return "rewriteTo";
    case GcsMoveMethod::copy:
      return "copyTo";
    case GcsMoveMethod::anew:
      break;
  }
  return "upload";
}

GcsMoveMethod next_of(GcsMoveMethod method) {
  switch (method) {
    case GcsMoveMethod::move:
      return GcsMoveMethod::rewrite;
    case GcsMoveMethod::rewrite:
      return GcsMoveMethod::copy;
    default:
      return GcsMoveMethod::anew;
  }
}

}  // namespace

Task<std::optional<ObjectInfo>> GcsMoveCalls::make(GcsMoveMethod method) {
  refusal_ = {};
  const GcsAddress& address = caller_.address();
  std::optional<ObjectInfo> made;
  switch (method) {
    case GcsMoveMethod::move:
      made = co_await ask_for_object(method,
                                     address.move(request_.from, request_.generation, request_.to));
      break;
    case GcsMoveMethod::rewrite:
      made = co_await rewrite();
      break;
    case GcsMoveMethod::copy:
      made = co_await ask_for_object(method,
                                     address.copy(request_.from, request_.generation, request_.to));
      break;
    case GcsMoveMethod::anew:
      made = co_await create_anew();
      break;
  }
  co_return made;
}

// What is overloaded, or was seen to understand it, does it another time.
bool GcsMoveCalls::step_down(GcsMoveMethod tried) {
  if (way_.method != tried) return true;  // another move found out already
  if (tried == GcsMoveMethod::anew || overloaded(refusal_)) return false;
  if (way_.proven && worth_retrying(refusal_)) return false;
  way_ = {next_of(tried), false};
  log::debug("{} does not do {} ({}); using {} and delete", caller_.address().endpoint(),
             name_of(tried), describe(refusal_), name_of(way_.method));
  return true;
}

// As long as nobody knows whether the server understands it, it is only tried.
Task<HttpResponse> GcsMoveCalls::ask(std::string url, GcsCaller::Accept accept) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::move(url);
  HttpResponse response;
  if (way_.proven) {
    response = co_await caller_.call(std::move(request), std::move(accept));
  } else {
    response = co_await caller_.try_call(std::move(request), std::move(accept));
  }
  if (!response.success()) note(response);
  co_return response;
}

Task<std::optional<ObjectInfo>> GcsMoveCalls::ask_for_object(GcsMoveMethod method,
                                                             std::string url) {
  std::optional<ObjectInfo> made;
  HttpResponse response = co_await ask(std::move(url), [&](const HttpResponse& answer) {
    made = parse_gcs_object(answer.body);
    return made.has_value();
  });
  if (!response.success()) co_return std::nullopt;
  // Servers exist that take the call for one about an object of a longer name.
  const bool other = !made->name.empty() && made->name != caller_.address().full_name(request_.to);
  if (other) co_return std::nullopt;
  prove(method);
  co_return made;
}

Task<std::optional<ObjectInfo>> GcsMoveCalls::rewrite() {
  std::string token;
  for (int step_number = 0; step_number < kMostRewriteSteps; ++step_number) {
    std::optional<GcsRewrite> step;
    HttpResponse response = co_await ask(
        caller_.address().rewrite(request_.from, request_.generation, request_.to, token),
        [&](const HttpResponse& answer) {
          step = parse_gcs_rewrite(answer.body);
          return step.has_value();
        });
    if (!response.success()) co_return std::nullopt;
    prove(GcsMoveMethod::rewrite);
    if (step->done && step->resource) co_return step->resource;
    if (step->done) {
      std::optional<ObjectInfo> destination = co_await stat_gcs(caller_, request_.to);
      co_return destination;
    }
    token = std::move(step->token);
  }
  refusal_.problem = "rewriteTo came to no end";
  co_return std::nullopt;
}

// For servers that copy nothing.
Task<std::optional<ObjectInfo>> GcsMoveCalls::create_anew() {
  if (request_.content.size > kMostAnewBytes) {
    refusal_.problem = "the server knows neither moveTo nor rewriteTo nor copyTo";
    co_return std::nullopt;
  }
  const ReadRequest version{request_.from, request_.generation};
  const ReadResult source = co_await read_gcs(caller_, version);
  if (source.status != ReadResult::Status::ok) {
    refusal_.problem = source.message;
    co_return std::nullopt;
  }
  std::optional<ObjectInfo> made = co_await create_gcs(caller_, request_.to, source.bytes);
  co_return made;
}

void GcsMoveCalls::prove(GcsMoveMethod tried) {
  if (way_.method == tried) way_.proven = true;
}

// Keeps why the server did not do it. A refusal of our rights concerns every object, unless it is
// about this one being held.
void GcsMoveCalls::note(const HttpResponse& response) {
  refusal_ = response;
  if (!response.whole() || response.status != 403) return;
  const std::string reason = parse_gcs_refusal(response.body).reason;
  if (reason.starts_with("retention") || reason.starts_with("object")) return;
  caller_.refuse(response);
}

}  // namespace gdo::store
