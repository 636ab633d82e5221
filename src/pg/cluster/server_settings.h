#pragma once

#include <cstdint>
#include <string>

namespace gdo::pg {

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
