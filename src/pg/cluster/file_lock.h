#pragma once

#include <chrono>
#include <filesystem>

#include "pg/cluster/child_process.h"

namespace gdo::pg {

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
