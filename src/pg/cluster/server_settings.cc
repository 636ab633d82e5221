#include "pg/cluster/server_settings.h"

#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace gdo::pg {
namespace {

constexpr std::uint64_t kMiB = 1U << 20U;

std::uint64_t free_bytes(const char* folder) {
  struct statvfs info {};
  if (statvfs(folder, &info) != 0) return 0;
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

std::uint64_t memory_limit(const char* file, std::uint64_t unlimited) {
  std::ifstream in(file);
  std::uint64_t bytes = 0;
  return in >> bytes && bytes > 0 ? std::min(bytes, unlimited) : unlimited;  // "max" is no number
}

std::uint64_t memory_bytes() {
  const auto machine = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                       static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return memory_limit("/sys/fs/cgroup/memory.max",
                      memory_limit("/sys/fs/cgroup/memory/memory.limit_in_bytes", machine));
}

std::uint64_t mib(std::uint64_t bytes, std::uint64_t least, std::uint64_t most) {
  return std::clamp(bytes / kMiB, least, most);
}

constexpr const char* kFixed = R"(
# What a crash may cost: nothing that was committed.
fsync = on
full_page_writes = on
synchronous_commit = on

# Bulk loads: fewer, longer checkpoints; whole pages in the log compressed (LZ4 is far cheaper than
# writing them); values over 2 KB too.
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
default_toast_compression = lz4

# Insert-only tables grow by millions of rows: vacuuming them after every fifth of their size, but
# not while they are small. Upserted ones are cleaned sooner than by default.
autovacuum_max_workers = 2
autovacuum_vacuum_insert_threshold = 1000000
autovacuum_vacuum_scale_factor = 0.1
autovacuum_analyze_scale_factor = 0.05

# Solid-state disks.
random_page_cost = 1.1
effective_io_concurrency = 200
jit = off
huge_pages = try
max_connections = 100

# The log must not hold a payload's values: no statements, DETAIL nor CONTEXT.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_checkpoints = off
log_line_prefix = '%m [%p] '
log_timezone = UTC
timezone = UTC
password_encryption = scram-sha-256
)";

}  // namespace

MachineSize measure_machine(const std::string& data_folder) {
  return {.memory_bytes = memory_bytes(),
          .disk_free_bytes = free_bytes(data_folder.c_str()),
          .shm_free_bytes = free_bytes("/dev/shm"),
          .cores = std::max(1U, std::thread::hardware_concurrency())};
}

std::string server_settings(const MachineSize& machine, int major) {
  const std::uint64_t memory = machine.memory_bytes;
  // A container's /dev/shm of 64 MB is too small for parallel queries.
  const char* shared = machine.shm_free_bytes >= 256 * kMiB ? "posix" : "mmap";
  std::string text = "# Written by gdo at every start; your own settings go to postgresql.conf.\n";
  text += fmt::format("shared_buffers = {}MB\n", mib(memory / 6, 32, 2048));
  text += fmt::format("effective_cache_size = {}MB\n", mib(memory / 2, 64, 65536));
  text += fmt::format("maintenance_work_mem = {}MB\n", mib(memory / 32, 16, 512));
  text += fmt::format("work_mem = {}MB\n", mib(memory / 256, 4, 64));
  text += fmt::format("wal_buffers = {}MB\n", mib(memory / 256, 4, 64));
  text += fmt::format("max_wal_size = {}MB\n", mib(machine.disk_free_bytes / 8, 256, 8192));
  text += fmt::format("min_wal_size = {}MB\n", mib(machine.disk_free_bytes / 64, 80, 1024));
  text += fmt::format("max_worker_processes = {}\n", std::max(8U, machine.cores));
  text += fmt::format("dynamic_shared_memory_type = {}\n", shared);
  text += fmt::format("wal_compression = {}\n", major >= 15 ? "lz4" : "on");
  return text + kFixed;
}

}  // namespace gdo::pg
