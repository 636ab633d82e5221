#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "control/claims.h"
#include "control/log_manager.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::raw {

// The SHA-256, CRC and size of an object's bytes as they are now. Empty when it is gone, or changes
// while it is read.
std::optional<store::ContentId> content_now(store::ObjectStore& store,
                                            const store::ObjectInfo& object);

// Files that a writer still had open when they were moved to done/: what it appended there was not
// loaded. They go back to pending/, to be loaded as a new version of their name.
class LateChanges {
 public:
  LateChanges(store::ObjectStore& store, pg::Connection& connection, control::LogManager& log,
              const control::Claims& claims)
      : store_(store), connection_(connection), log_(log), claims_(claims) {}

  // Looks at the size and time of what was moved lately, or of one file of the ledger, whenever it
  // was moved. How many files are in pending/ again.
  std::int64_t deliver_again(std::optional<std::int64_t> only = {});

 private:
  struct Moved;
  bool put_back(const Moved& file, const store::ObjectInfo& now);

  store::ObjectStore& store_;
  pg::Connection& connection_;
  control::LogManager& log_;
  const control::Claims& claims_;
};

}  // namespace gdo::raw
