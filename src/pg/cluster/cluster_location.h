#pragma once

#include <filesystem>

#include "pg/cluster/child_process.h"

namespace gdo::pg {

// Where the private cluster of one GDO_HOME lies, and as whom its server runs. Finding it changes
// nothing on disk.
struct ClusterLocation {
  std::filesystem::path base;           // 0700, the owner's: everything below lies in here
  std::filesystem::path data;           // PostgreSQL's data folder
  std::filesystem::path log_file;       // the server's
  std::filesystem::path lock_file;      // taken by a gdo that starts or stops the server
  std::filesystem::path socket_folder;  // in base, or in /tmp when base's path is too long
  SystemUser owner;
};

// An existing cluster stays where it is. A new one goes to <home>/pg; root's belongs to user
// postgres, and goes to /var/lib/gdo/<hash of home> when that user cannot enter home. Throws
// Error(config) when the cluster belongs to another user than us, and we are not root.
ClusterLocation locate_cluster(const std::filesystem::path& home);

// Creates base and the socket folder. Throws Error(config) when that fails, or when somebody else
// could get at them.
void create_folders(const ClusterLocation& location);

}  // namespace gdo::pg
