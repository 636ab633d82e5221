#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "control/claims.h"
#include "control/log_manager.h"
#include "pg/connection.h"
#include "raw/prepared_file.h"
#include "store/object_store.h"

namespace gdo::raw {

// A file whose result is committed and which must leave pending/.
struct MoveTask {
  std::int64_t file_id = 0;
  std::string payload;
  std::string file_name;
  store::MoveRequest request;
};

// done/x/f.json -> done/x/f~<mark>.json; the extension stays at its end. The stem loses its last
// characters where the name would be longer than a lake may allow; `fits` is a length that does.
std::string with_mark(const std::string& name, const std::string& mark, std::size_t fits);

// The moves that a committed lote asks for.
std::vector<MoveTask> moves_of(const control::LotePlan& plan, std::span<const PreparedFile> files);

// Takes loaded files out of pending/, and writes down where they went. Every step may be repeated.
class Mover {
 public:
  Mover(store::ObjectStore& store, pg::Connection& connection, control::LogManager& log)
      : store_(store), connection_(connection), log_(log) {}

  // Messages of the moves that did not succeed this time; they are tried again by the next run.
  std::vector<std::string> move(std::vector<MoveTask> tasks);

  // What an earlier run committed but did not move before it died. Files that a live process is
  // about to move are left to it.
  std::vector<MoveTask> unfinished(const control::Claims& claims);

 private:
  void record(std::span<const MoveTask> tasks, std::span<const store::MoveResult> results,
              std::vector<std::string>& failures);

  store::ObjectStore& store_;
  pg::Connection& connection_;
  control::LogManager& log_;
};

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
