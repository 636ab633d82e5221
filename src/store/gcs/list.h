#pragma once

#include <string>

#include "store/gcs/caller.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// The next page that is not empty after leaving out ignored names, or the last page. A page is as
// long as the server makes it. Throws Error(lake_unreachable) when there is no such bucket.
Task<ListPage> list_gcs(GcsCaller& caller, std::string prefix, std::string page);

}  // namespace gdo::store
