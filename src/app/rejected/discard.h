#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace gdo::app {

struct RejectedDiscardRequest {
  std::vector<std::string> ids;
  std::string why;
};

// `gdo rejected discard`: closes open rejections for good, with the operator's reason. The bytes
// stay. Gives the exit code: 1 when one was not open.
int discard_rejected(const RejectedDiscardRequest& request, Context& context);

}  // namespace gdo::app
