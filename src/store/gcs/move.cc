#include "store/gcs/move.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "store/gcs/caller.h"
#include "store/gcs/json.h"
#include "store/gcs/objects.h"

namespace gdo::store {
namespace {

using Outcome = MoveResult::Outcome;

// One move. The coroutine that runs it owns it.
class GcsMove {
 public:
  GcsMove(GcsCaller& caller, MoveRequest request, GcsMoveWay& way)
      : caller_(caller), request_(std::move(request)), way_(way), calls_(caller_, request_, way) {}

  Task<MoveResult> run();

 private:
  using Maybe = std::optional<MoveResult>;

  Task<Maybe> attempt(GcsMoveMethod method);
  Task<Maybe> by_move();
  Task<Maybe> by_copy(GcsMoveMethod method);
  Task<MoveResult> confirm(ObjectInfo destination);
  Task<MoveResult> take_back(ObjectInfo destination);
  Task<MoveResult> remove_source(ObjectInfo destination);
  Task<Maybe> judge();
  Task<Maybe> look_once();

  MoveResult not_moved(Outcome outcome, std::string_view why) const;

  GcsCaller& caller_;
  const MoveRequest request_;
  GcsMoveWay& way_;
  GcsMoveCalls calls_;
  bool busy_ = false;  // something had just changed: nothing was asked of the server
};

MoveResult GcsMove::not_moved(Outcome outcome, std::string_view why) const {
  return {outcome, 0,
          trf("cannot move {:?} to {:?} in {}: {}", request_.from, request_.to,
              caller_.address().uri(), why)};
}

Task<MoveResult> GcsMove::run() {
  for (int round = 0; round < 6; ++round) {
    const GcsMoveMethod method = way_.method;
    const Maybe done = co_await attempt(method);
    if (done) co_return *done;
    const Maybe verdict = co_await judge();
    if (verdict) co_return *verdict;
    // The source is there, the destination is free: the server did nothing.
    const HttpResponse& refusal = calls_.refusal();
    if (busy_ || (refusal.whole() && refusal.status == 412)) continue;
    if (refusal.whole() && refusal.status == 403) break;
    if (!calls_.step_down(method)) break;
  }
  co_return not_moved(Outcome::failed, describe(calls_.refusal()));
}

Task<GcsMove::Maybe> GcsMove::attempt(GcsMoveMethod method) {
  busy_ = request_.from == request_.to;
  if (busy_) co_return std::nullopt;
  if (method == GcsMoveMethod::move) {
    Maybe moved = co_await by_move();
    co_return moved;
  }
  Maybe copied = co_await by_copy(method);
  co_return copied;
}

Task<GcsMove::Maybe> GcsMove::by_move() {
  const std::optional<ObjectInfo> made = co_await calls_.make(GcsMoveMethod::move);
  if (!made || made->size != request_.content.size ||
      (made->crc32c && *made->crc32c != request_.content.crc32c))
    co_return std::nullopt;  // garbled, or not what we asked for: look
  co_return MoveResult{Outcome::moved, made->generation, {}};
}

Task<GcsMove::Maybe> GcsMove::by_copy(GcsMoveMethod method) {
  // Both are preconditions of the copy, too, but some servers ignore those.
  const std::optional<ObjectInfo> source = co_await stat_gcs(caller_, request_.from);
  const std::optional<ObjectInfo> taken = co_await stat_gcs(caller_, request_.to);
  busy_ = taken || !source || source->generation != request_.generation;
  if (busy_) co_return std::nullopt;
  std::optional<ObjectInfo> made = co_await calls_.make(method);
  if (!made) co_return std::nullopt;
  MoveResult result = co_await confirm(std::move(*made));
  co_return result;
}

// The copy is made. It must be what was read before the source may go.
Task<MoveResult> GcsMove::confirm(ObjectInfo destination) {
  destination.name = request_.to;
  const bool same = co_await holds_content(caller_, destination, request_.content);
  if (!same) {
    MoveResult taken_back = co_await take_back(std::move(destination));
    co_return taken_back;
  }
  MoveResult removed = co_await remove_source(std::move(destination));
  co_return removed;
}

// What was copied is another version: the server did not look at the generation we named. The copy
// is ours (its generation says so), so it can go.
Task<MoveResult> GcsMove::take_back(ObjectInfo destination) {
  const std::optional<ObjectInfo> there = co_await stat_gcs(caller_, request_.to);
  if (there && there->generation == destination.generation) {
    const bool same = co_await holds_content(caller_, *there, request_.content);
    if (same) {  // the answer was garbled, not the copy
      MoveResult removed = co_await remove_source(*there);
      co_return removed;
    }
    co_await delete_gcs(caller_, request_.to, there->generation);
  }
  co_return not_moved(Outcome::source_changed, tr("it was replaced by another version"));
}

// Only the version that was read may go: some servers ignore the precondition.
Task<MoveResult> GcsMove::remove_source(ObjectInfo destination) {
  const std::optional<ObjectInfo> source = co_await stat_gcs(caller_, request_.from);
  if (source && source->generation == request_.generation) {
    const bool gone = co_await delete_gcs(caller_, request_.from, request_.generation);
    if (!gone)
      co_return not_moved(Outcome::failed,
                          tr("it was copied, but the server keeps the source under a hold"));
  }
  co_return MoveResult{Outcome::moved, destination.generation, {}};
}

// A verdict against the move must show twice: one garbled answer must not decide.
Task<GcsMove::Maybe> GcsMove::judge() {
  Maybe first = co_await look_once();
  if (!first || first->outcome == Outcome::moved) co_return first;
  Maybe second = co_await look_once();
  if (!second || second->outcome == Outcome::moved || second->outcome == first->outcome)
    co_return second;
  Maybe third = co_await look_once();
  co_return third;
}

Task<GcsMove::Maybe> GcsMove::look_once() {
  const std::optional<ObjectInfo> destination = co_await stat_gcs(caller_, request_.to);
  bool arrived = false;
  if (destination) arrived = co_await holds_content(caller_, *destination, request_.content);
  if (arrived && request_.from == request_.to)
    co_return MoveResult{Outcome::moved, destination->generation, {}};
  if (arrived) {
    MoveResult removed = co_await remove_source(*destination);
    co_return removed;
  }
  const std::optional<ObjectInfo> source = co_await stat_gcs(caller_, request_.from);
  if (!source) co_return not_moved(Outcome::source_missing, tr("there is no such object any more"));
  if (source->generation != request_.generation)
    co_return not_moved(Outcome::source_changed, tr("it was replaced by another version"));
  if (destination)
    co_return not_moved(Outcome::destination_taken, tr("the destination holds other bytes"));
  co_return std::nullopt;
}

}  // namespace

Task<MoveResult> move_gcs(GcsCaller& caller, MoveRequest request, GcsMoveWay& way) {
  GcsMove move(caller, request, way);
  try {
    MoveResult result = co_await move.run();
    co_return result;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::transient && error.kind() != ErrorKind::lake) throw;
    co_return MoveResult{Outcome::failed, 0, error.what()};
  }
}

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
  refusal_.problem = tr("rewriteTo came to no end");
  co_return std::nullopt;
}

// For servers that copy nothing.
Task<std::optional<ObjectInfo>> GcsMoveCalls::create_anew() {
  if (request_.content.size > kMostAnewBytes) {
    refusal_.problem = tr("the server knows neither moveTo nor rewriteTo nor copyTo");
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
