#pragma once

#include <string>
#include <vector>

#include "app/context.h"

namespace gdo::app {

struct FilesRetryRequest {
  std::vector<std::string> ids;
  bool all = false;
  std::string payload;  // with all: only of this payload; may be empty
};

// `gdo files retry`: broken files go from error/ back to pending/ for the next run. Nothing is
// overwritten. Gives the exit code: 1 when some could not go.
int retry_files(const FilesRetryRequest& request, Context& context);

struct FilesRetireRequest {
  std::vector<std::string> ids;
  std::string why;
};

// `gdo files retire`: deliveries are taken back; their rows leave trusted and gold, and older
// deliveries stand again. Gives the exit code: 1 when some could not be taken back.
int retire_files(const FilesRetireRequest& request, Context& context);

}  // namespace gdo::app
