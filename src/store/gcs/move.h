#pragma once

#include <optional>
#include <string>

#include "store/gcs/caller.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

enum class GcsMoveMethod {
  move,     // objects.move: one atomic step
  rewrite,  // objects.rewrite, then delete
  copy,     // objects.copy, then delete
  anew,     // the bytes are read and made an object again, then delete
};

// How a server moves objects: the best it may understand. Only used on the HTTP client's thread.
struct GcsMoveWay {
  GcsMoveMethod method = GcsMoveMethod::move;
  bool proven = false;  // it was seen to understand it
};

// The calls of one move that bring an object to its new name, on a server that may not know them.
// The caller, the request and the way must outlive it.
class GcsMoveCalls {
 public:
  GcsMoveCalls(GcsCaller& caller, const MoveRequest& request, GcsMoveWay& way)
      : caller_(caller), request_(request), way_(way) {}

  // What stands at the new name by the server's answer, which has not been looked at; empty when
  // the server did not do it, as refusal() says. A refusal of our rights is thrown.
  Task<std::optional<ObjectInfo>> make(GcsMoveMethod method);
  const HttpResponse& refusal() const { return refusal_; }

  // Another method is worth a try: the server does not seem to know this one. Then that is the way.
  [[nodiscard]] bool step_down(GcsMoveMethod tried);

 private:
  Task<HttpResponse> ask(std::string url, GcsCaller::Accept accept);
  Task<std::optional<ObjectInfo>> ask_for_object(GcsMoveMethod method, std::string url);
  Task<std::optional<ObjectInfo>> rewrite();
  Task<std::optional<ObjectInfo>> create_anew();
  void prove(GcsMoveMethod tried);
  void note(const HttpResponse& response);

  GcsCaller& caller_;
  const MoveRequest& request_;
  GcsMoveWay& way_;
  HttpResponse refusal_;
};

// Moves one version without replacing anything, also when an earlier attempt did part of it, and
// when the server says it failed and did it, or did half. Looks before it believes: servers exist
// that ignore preconditions on rewrite, copy and delete. Steps `way` down when the server does not
// know it. Throws what concerns the whole lake; everything else is a MoveResult.
Task<MoveResult> move_gcs(GcsCaller& caller, MoveRequest request, GcsMoveWay& way);

}  // namespace gdo::store
