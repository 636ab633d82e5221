#pragma once

#include <string>
#include <string_view>

#include "store/gcs/caller.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// Creates an object that must not exist, in one request or, when it is large, in resumable pieces.
// An attempt whose answer was lost counts when the object has our bytes. `bytes` must live until
// the task ends. Throws Error(lake) when the name is taken.
Task<ObjectInfo> create_gcs(GcsCaller& caller, std::string name, std::string_view bytes);

}  // namespace gdo::store
