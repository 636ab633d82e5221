#pragma once

#include <cstdint>
#include <string>

#include "app/context.h"

namespace gdo::app {

struct FilesListRequest {
  std::string status;
  std::string payload;
  std::string tenant;
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  bool json = false;
};

// `gdo files list`: what the ledger says of files, the newest first. Gives the exit code.
int list_files(const FilesListRequest& request, Context& context);

}  // namespace gdo::app
