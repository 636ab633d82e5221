#pragma once

#include <string>

#include "app/context.h"

namespace gdo::app {

struct RejectedShowRequest {
  std::string id;
  bool raw = false;  // only the record's bytes, exactly
  bool json = false;
};

// `gdo rejected show`: one rejection with every reason and its original bytes. Gives the exit code.
int show_rejected(const RejectedShowRequest& request, Context& context);

}  // namespace gdo::app
