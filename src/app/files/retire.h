#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace gdo::app {

struct FilesRetireRequest {
  std::vector<std::string> ids;
  std::string why;
};

// `gdo files retire`: deliveries are taken back; their rows leave trusted and gold, and older
// deliveries stand again. Gives the exit code: 1 when some could not be taken back.
int retire_files(const FilesRetireRequest& request, Context& context);

}  // namespace gdo::app
