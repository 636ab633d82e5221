#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {

// Opens one version of a file for one pass. Throws Error(not_found), or Error(lake) when the file
// cannot be opened.
std::unique_ptr<ObjectReader> open_local(LocalFolders& folders, const ReadRequest& request);

// Reads one version of a file whole.
ReadResult read_local(LocalFolders& folders, const ReadRequest& request);

}  // namespace gdo::store
