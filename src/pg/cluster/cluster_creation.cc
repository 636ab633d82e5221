#include "pg/cluster/cluster_creation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/log.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = "initdb-";  // names of data folders not yet whole

[[noreturn]] void fail(const ClusterLocation& location, std::string_view step,
                       std::string_view said) {
  throw Error(ErrorKind::config, fmt::format("cannot create the private PostgreSQL in {}: {}: {}",
                                             location.base.string(), step, said));
}

// Where a program says what went wrong.
std::string last_lines(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  std::size_t start = text.size();
  for (int lines = 0; lines < 6 && start != std::string::npos && start > 0; ++lines) {
    start = text.rfind('\n', start - 1);
  }
  return start == std::string::npos || start == 0 ? text : text.substr(start + 1);
}

void run_step(const ClusterLocation& location, std::string_view step, const ProgramRun& run) {
  const ProgramEnd end = run_program(run);
  if (end.exit_code == 0) return;
  if (end.exit_code > 128) {
    throw Error(ErrorKind::interrupted,
                fmt::format("creating the private PostgreSQL in {} was interrupted: run again",
                            location.base.string()));
  }
  fail(location, step,
       end.output.empty() ? fmt::format("exit {}", end.exit_code) : last_lines(end.output));
}

// Texts sort by their bytes, which is fast and the same everywhere; upper() and lower() know
// accents.
ProgramRun initdb(const ClusterLocation& location, const ServerPrograms& programs,
                  const fs::path& data) {
  return {.arguments = {(programs.folder / "initdb").string(), "--pgdata=" + data.string(),
                        "--username=gdo", "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8",
                        "--auth-local=trust", "--auth-host=reject"},
          .user = location.owner,
          .folder = location.base,
          .input = {}};
}

// Before the server ever runs, so that there is no cluster without its database.
ProgramRun create_database(const ClusterLocation& location, const ServerPrograms& programs,
                           const fs::path& data) {
  return {.arguments = {(programs.folder / "postgres").string(), "--single", "-D", data.string(),
                        "-c", "exit_on_error=on", "postgres"},
          .user = location.owner,
          .folder = location.base,
          .input = "CREATE DATABASE gdo OWNER gdo\n"};
}

void append_include(const ClusterLocation& location, const fs::path& data) {
  std::ofstream out(data / "postgresql.conf", std::ios::app);
  out << "\n# What gdo chooses for this machine. Your own settings, below this line, win.\n"
         "include_if_exists = 'gdo.conf'\n";
  out.flush();
  if (!out) fail(location, "postgresql.conf", std::strerror(errno));
}

void sync_folder(const fs::path& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  fsync(fd);
  close(fd);
}

}  // namespace

void remove_unfinished(const ClusterLocation& location) {
  std::error_code ignored;
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(location.base, ignored)) {
    if (entry.path().filename().string().starts_with(kUnfinished)) unfinished.push_back(entry);
  }
  for (const auto& folder : unfinished) {
    // A process of the killed gdo's initdb may still write for a moment.
    for (int attempt = 0; attempt < 40 && fs::exists(folder, ignored); ++attempt) {
      if (attempt > 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
      fs::remove_all(folder, ignored);
    }
  }
}

void create_cluster(const ClusterLocation& location, const ServerPrograms& programs) {
  log::info("creating a private PostgreSQL {} in {}", programs.major, location.base.string());
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  const fs::path data = location.base / fmt::format("{}{}-{}", kUnfinished, getpid(), now);
  run_step(location, "initdb", initdb(location, programs, data));
  run_step(location, "CREATE DATABASE", create_database(location, programs, data));
  append_include(location, data);
  if (rename(data.c_str(), location.data.c_str()) != 0) {
    fail(location, "rename", std::strerror(errno));
  }
  sync_folder(location.base);
}

void write_settings(const ClusterLocation& location, const ServerPrograms& programs) {
  const fs::path file = location.data / "gdo.conf";
  const fs::path fresh = location.data / "gdo.conf.new";
  const std::string text = server_settings(measure_machine(location.data), programs.major);
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      (geteuid() == location.owner.uid || fchown(fd, location.owner.uid, location.owner.gid) == 0);
  const int why = errno;
  if (fd >= 0) close(fd);
  if (written && rename(fresh.c_str(), file.c_str()) == 0) return;
  throw Error(ErrorKind::config,
              fmt::format("cannot write {}: {}", file.string(), std::strerror(why)));
}

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
# A COPY writes its pages itself as it goes, and waits until their log is on disk: so that it mostly
# is already.
wal_writer_delay = 10ms

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
