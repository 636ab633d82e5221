#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "app/rejected/filter.h"

namespace gdo::app {

struct RejectedRetryRequest {
  RejectedFilter filter;
  std::vector<std::string> ids;  // none = all that the filter means
  bool json = false;
};

// Judges open rejections again with today's contracts. Exit 0, whatever stays rejected.
int retry_rejected(const RejectedRetryRequest& request, Context& context);

}  // namespace gdo::app
