#include "store/gcs/move.h"

#include <fmt/format.h>

#include <optional>

#include "base/error.h"
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
          fmt::format("cannot move {:?} to {:?} in {}: {}", request_.from, request_.to,
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

}  // namespace gdo::store
