#pragma once

#include <cstdint>
#include <string>

#include "pg/cluster/cluster_location.h"
#include "pg/cluster/server_programs.h"

namespace gdo::pg {

// These want the folders of `location` to exist and its lock to be held.

// Makes the data folder, with superuser gdo and database gdo, whole or not at all. Throws
// Error(config) with what initdb said.
void create_cluster(const ClusterLocation& location, const ServerPrograms& programs);

// Removes what a killed gdo left half made.
void remove_unfinished(const ClusterLocation& location);

// Writes gdo.conf, which the data folder's postgresql.conf includes.
void write_settings(const ClusterLocation& location, const ServerPrograms& programs);

struct MachineSize {
  std::uint64_t memory_bytes = 0;     // of the machine, or of our container where that is less
  std::uint64_t disk_free_bytes = 0;  // where the data lies
  std::uint64_t shm_free_bytes = 0;   // of /dev/shm
  unsigned cores = 1;
};

MachineSize measure_machine(const std::string& data_folder);

// postgresql.conf lines for a private cluster that is mostly loaded in bulk, sized for the machine.
// major: the server's, at least 14.
std::string server_settings(const MachineSize& machine, int major);

}  // namespace gdo::pg
