#include "store/gcs_move.h"

#include <fmt/format.h>

#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "store/gcs_json.h"
#include "store/gcs_objects.h"

namespace gdo {
namespace {

using Outcome = MoveResult::Outcome;

constexpr int kMostRewriteSteps = 100'000;

// One move. The coroutine that runs it owns it.
class GcsMove {
 public:
  GcsMove(GcsCaller& caller, MoveRequest request, GcsMoveMethod& method)
      : caller_(caller), request_(std::move(request)), method_(method) {}

  Task<MoveResult> run();

 private:
  using Maybe = std::optional<MoveResult>;

  Task<Maybe> attempt(GcsMoveMethod method);
  Task<Maybe> by_move();
  Task<Maybe> by_copy(GcsMoveMethod method);
  Task<std::optional<ObjectInfo>> copy_bytes(GcsMoveMethod method);
  Task<std::optional<ObjectInfo>> rewrite();
  Task<std::optional<ObjectInfo>> copy();
  Task<MoveResult> confirm(ObjectInfo destination);
  Task<MoveResult> take_back(ObjectInfo destination);
  Task<MoveResult> remove_source(ObjectInfo destination);
  Task<Maybe> judge();
  Task<Maybe> look_once();

  void note(const HttpResponse& response);
  void step_down(GcsMoveMethod tried);
  MoveResult not_moved(Outcome outcome, std::string_view why) const;

  GcsCaller& caller_;
  const MoveRequest request_;
  GcsMoveMethod& method_;
  HttpResponse last_;  // the last refusal, without its body's use
};

const char* name_of(GcsMoveMethod method) {
  switch (method) {
    case GcsMoveMethod::move:
      return "moveTo";
    case GcsMoveMethod::rewrite:
      return "rewriteTo";
    case GcsMoveMethod::copy:
      break;
  }
  return "copyTo";
}

MoveResult GcsMove::not_moved(Outcome outcome, std::string_view why) const {
  return {outcome, 0,
          fmt::format("cannot move {:?} to {:?} in {}: {}", request_.from, request_.to,
                      caller_.address().uri(), why)};
}

// Keeps why the server did not do it. A refusal of our rights concerns every object, unless it is
// about this one being held.
void GcsMove::note(const HttpResponse& response) {
  last_ = response;
  if (!response.whole() || response.status != 403) return;
  const std::string reason = parse_gcs_refusal(response.body).reason;
  if (reason.starts_with("retention") || reason.starts_with("object")) return;
  caller_.refuse(response);
}

Task<MoveResult> GcsMove::run() {
  for (int round = 0; round < 6; ++round) {
    const GcsMoveMethod method = method_;
    const Maybe done = co_await attempt(method);
    if (done) co_return *done;
    const Maybe verdict = co_await judge();
    if (verdict) co_return *verdict;
    // The source is there, the destination is free: the server did nothing.
    if (last_.whole() && last_.status == 403) break;
    if (last_.whole() && last_.status == 412) continue;  // the destination was just taken away
    if (method == GcsMoveMethod::copy) break;
    step_down(method);
  }
  co_return not_moved(Outcome::failed, describe(last_));
}

void GcsMove::step_down(GcsMoveMethod tried) {
  if (method_ != tried) return;  // another move found out already
  method_ = tried == GcsMoveMethod::move ? GcsMoveMethod::rewrite : GcsMoveMethod::copy;
  log::debug("{} does not do {} ({}); using {} and delete", caller_.address().endpoint(),
             name_of(tried), describe(last_), name_of(method_));
}

Task<GcsMove::Maybe> GcsMove::attempt(GcsMoveMethod method) {
  if (request_.from == request_.to) {
    last_.status = 412;
    co_return std::nullopt;
  }
  if (method == GcsMoveMethod::move) {
    Maybe moved = co_await by_move();
    co_return moved;
  }
  Maybe copied = co_await by_copy(method);
  co_return copied;
}

Task<GcsMove::Maybe> GcsMove::by_move() {
  HttpRequest request;
  request.method = "POST";
  request.url = caller_.address().move(request_.from, request_.generation, request_.to);
  std::optional<ObjectInfo> destination;
  HttpResponse response =
      co_await caller_.call(std::move(request), [&](const HttpResponse& answer) {
        destination = parse_gcs_object(answer.body);
        return destination.has_value();
      });
  if (!response.success()) {
    note(response);
    co_return std::nullopt;
  }
  if (destination->size != request_.content.size ||
      (destination->crc32c && *destination->crc32c != request_.content.crc32c))
    co_return std::nullopt;  // garbled, or not what we asked for: look
  co_return MoveResult{Outcome::moved, destination->generation, {}};
}

Task<GcsMove::Maybe> GcsMove::by_copy(GcsMoveMethod method) {
  // Both are preconditions of the copy, too, but some servers ignore those.
  const std::optional<ObjectInfo> source = co_await stat_gcs(caller_, request_.from);
  const std::optional<ObjectInfo> taken = co_await stat_gcs(caller_, request_.to);
  if (taken || !source || source->generation != request_.generation) {
    last_.status = 412;
    co_return std::nullopt;
  }
  std::optional<ObjectInfo> destination = co_await copy_bytes(method);
  if (!destination) co_return std::nullopt;
  MoveResult result = co_await confirm(std::move(*destination));
  co_return result;
}

Task<std::optional<ObjectInfo>> GcsMove::copy_bytes(GcsMoveMethod method) {
  if (method == GcsMoveMethod::rewrite) {
    std::optional<ObjectInfo> rewritten = co_await rewrite();
    co_return rewritten;
  }
  std::optional<ObjectInfo> copied = co_await copy();
  co_return copied;
}

Task<std::optional<ObjectInfo>> GcsMove::rewrite() {
  std::string token;
  for (int step_number = 0; step_number < kMostRewriteSteps; ++step_number) {
    HttpRequest request;
    request.method = "POST";
    request.url = caller_.address().rewrite(request_.from, request_.generation, request_.to, token);
    std::optional<GcsRewrite> step;
    HttpResponse response =
        co_await caller_.call(std::move(request), [&](const HttpResponse& answer) {
          step = parse_gcs_rewrite(answer.body);
          return step.has_value();
        });
    if (!response.success()) {
      note(response);
      co_return std::nullopt;
    }
    if (step->done && step->resource) co_return step->resource;
    if (step->done) {
      std::optional<ObjectInfo> destination = co_await stat_gcs(caller_, request_.to);
      co_return destination;
    }
    token = std::move(step->token);
  }
  last_.problem = "rewriteTo came to no end";
  co_return std::nullopt;
}

Task<std::optional<ObjectInfo>> GcsMove::copy() {
  HttpRequest request;
  request.method = "POST";
  request.url = caller_.address().copy(request_.from, request_.generation, request_.to);
  std::optional<ObjectInfo> destination;
  HttpResponse response =
      co_await caller_.call(std::move(request), [&](const HttpResponse& answer) {
        destination = parse_gcs_object(answer.body);
        return destination.has_value();
      });
  if (!response.success()) note(response);
  co_return destination;
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
  co_return not_moved(Outcome::source_changed, "the object was replaced by another version");
}

// Only the version that was read may go: some servers ignore the precondition.
Task<MoveResult> GcsMove::remove_source(ObjectInfo destination) {
  const std::optional<ObjectInfo> source = co_await stat_gcs(caller_, request_.from);
  if (source && source->generation == request_.generation) {
    const bool gone = co_await delete_gcs(caller_, request_.from, request_.generation);
    if (!gone)
      co_return not_moved(Outcome::failed,
                          "it was copied, but the server keeps the source under a hold");
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
  if (!source) co_return not_moved(Outcome::source_missing, "there is no such object any more");
  if (source->generation != request_.generation)
    co_return not_moved(Outcome::source_changed, "the object was replaced by another version");
  if (destination)
    co_return not_moved(Outcome::destination_taken, "the destination holds other bytes");
  co_return std::nullopt;
}

}  // namespace

Task<MoveResult> move_gcs(GcsCaller& caller, MoveRequest request, GcsMoveMethod& method) {
  GcsMove move(caller, request, method);
  try {
    MoveResult result = co_await move.run();
    co_return result;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::transient && error.kind() != ErrorKind::lake) throw;
    co_return MoveResult{Outcome::failed, 0, error.what()};
  }
}

}  // namespace gdo
