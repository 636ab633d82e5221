#pragma once

#include <chrono>
#include <cstdint>

#include "store/http/client.h"

namespace gdo::store {

// Whether the same request may succeed another time: a broken connection, 408, 429, most 5xx, or
// 403 with a rate limit as its reason.
bool worth_retrying(const HttpResponse& response);

// Whether it says that there is too much to do now: a sign of a server that knows the call.
bool overloaded(const HttpResponse& response);

// How long to wait before attempt `attempt` + 1 (attempts count from 1): a random time up to
// `base`, doubled with each attempt, 10 s at most ("full jitter"); not less than what Retry-After
// asks, which is honoured up to 60 s.
std::chrono::milliseconds retry_delay(int attempt, std::chrono::milliseconds base,
                                      const HttpResponse& response);

}  // namespace gdo::store
