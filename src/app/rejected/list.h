#pragma once

#include <cstdint>

#include "app/context.h"
#include "app/rejected/filter.h"

namespace gdo::app {

struct RejectedListRequest {
  RejectedFilter filter;
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  bool json = false;
};

// `gdo rejected list`: the newest first, without what the records hold. Gives the exit code.
int list_rejected(const RejectedListRequest& request, Context& context);

}  // namespace gdo::app
