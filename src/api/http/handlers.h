#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>

#include "api/http/request.h"
#include "api/http/response.h"

namespace gdo::api {

// Which workers an answer is made by.
enum class Lane {
  quick,  // looks up some rows
  slow,   // may run for long: lists, exports, uploads
  probe,  // answers even when all others are busy
};

// What is decided when only the head of a request is known.
struct Admission {
  std::optional<Response> refusal = {};  // answers at once; its body is not read
  std::uint64_t body_limit = 0;          // bytes
  Lane lane = Lane::quick;
};

// Why the server itself refuses.
enum class Refusal { broken_request, head_too_large, body_too_large, too_slow, overloaded };

// How a request went, for the access log.
struct Outcome {
  int status = 0;
  std::uint64_t bytes = 0;  // of the body, as sent
  std::chrono::microseconds duration{};
  bool whole = true;  // false: the client left, or the answer broke off
};

// What the server asks of those who know what requests mean. All but `admit` and `refuse` are
// called on workers; none may block the others.
struct Handlers {
  std::function<Admission(Request&)> admit;
  std::function<Response(Request&)> answer;
  std::function<Response(const Request&, const std::exception_ptr&)> failure;
  std::function<Response(const Request&, Refusal)> refuse;
  std::function<void(const Request&, const Outcome&)> done;
};

}  // namespace gdo::api
