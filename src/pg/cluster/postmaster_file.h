#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "pg/cluster/child_process.h"

namespace gdo::pg {

// What a running server says of itself in its data folder's postmaster.pid.
struct Postmaster {
  pid_t pid = 0;
  bool ready = false;  // takes connections
};

// The server that runs on this data folder now; a file left by a dead one, or whose process number
// belongs to another program by now, counts as none.
std::optional<Postmaster> running_postmaster(const std::filesystem::path& data);

// After a crash the number in postmaster.pid may be another process of the same user, or a dead one
// that nobody waits for, and PostgreSQL would refuse to start. Puts a number no process can have
// there. The rest stays, by which PostgreSQL notices orphaned server processes. Only while
// running_postmaster() is empty.
void defuse_stale_file(const std::filesystem::path& data);

// Exclusive among processes while it lives; the system releases it when the process dies. The file
// stays. Programs started meanwhile do not inherit it.
class FileLock {
 public:
  // Waits. Throws Error(config) when the file cannot be made, Error(transient) after `patience`.
  FileLock(const std::filesystem::path& file, const SystemUser& owner,
           std::chrono::seconds patience);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int fd_;
};

}  // namespace gdo::pg
