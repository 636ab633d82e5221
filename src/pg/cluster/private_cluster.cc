#include "pg/cluster/private_cluster.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string_view>
#include <thread>

#include "base/encodings.h"
#include "base/error.h"
#include "base/log.h"
#include "pg/cluster/child_process.h"
#include "pg/cluster/cluster_creation.h"
#include "pg/cluster/cluster_location.h"
#include "pg/cluster/postmaster_file.h"
#include "pg/cluster/server_programs.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr const char* kPort = "5432";  // only names the socket
constexpr seconds kStartPatience{60};
constexpr seconds kRecoveryPatience{600};  // after a crash the server replays its log first
constexpr seconds kStopPatience{300};      // it writes what it holds in memory
constexpr std::uint64_t kLogBytes = 16U << 20U;

bool socket_in_base(const ClusterLocation& location) {
  return location.socket_folder.parent_path() == location.base;
}

// The environment (PGHOSTADDR, PGSSLMODE …) must not send us elsewhere. In /tmp somebody else could
// have put a socket, so there the server must be its owner's.
std::string conninfo_of(const ClusterLocation& location) {
  return fmt::format(
      "host={} port={} user=gdo dbname=gdo hostaddr='' requirepeer={} sslmode=disable "
      "gssencmode=disable channel_binding=disable target_session_attrs=any",
      quoted_conninfo_value(location.socket_folder.string()), kPort,
      quoted_conninfo_value(socket_in_base(location) ? "" : location.owner.name));
}

PGPing ping(const ClusterLocation& location) {
  return PQping((conninfo_of(location) + " connect_timeout=5").c_str());
}

fs::path socket_of(const ClusterLocation& location) {
  return location.socket_folder / fmt::format(".s.PGSQL.{}", kPort);
}

bool has_socket(const ClusterLocation& location) { return fs::exists(socket_of(location)); }

// What a server that was killed left behind; there is none now.
void remove_traces(const ClusterLocation& location) {
  std::error_code none;
  fs::remove(socket_of(location), none);
  fs::remove(socket_of(location).string() + ".lock", none);
  defuse_stale_file(location.data);
}

// What the server logged since `from`, at most its last 2,000 bytes.
std::string log_since(const fs::path& file, std::uint64_t from) {
  constexpr std::uint64_t kMost = 2000;
  std::error_code none;
  const std::uint64_t size = fs::file_size(file, none);
  if (none || size <= from) return {};
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(std::max(from, size > kMost ? size - kMost : 0)));
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void end_server(const ClusterLocation& location, pid_t pid, PrivateCluster::Shutdown how) {
  if (kill(pid, how == PrivateCluster::Shutdown::fast ? SIGINT : SIGQUIT) != 0) {
    throw Error(
        ErrorKind::config,
        fmt::format("cannot stop the private PostgreSQL (process {}): it belongs to user {}", pid,
                    location.owner.name));
  }
  const auto deadline = Clock::now() + kStopPatience;
  // It removes its file a moment before it ends.
  while (process_lives(pid)) {
    if (Clock::now() > deadline) {
      throw Error(
          ErrorKind::transient,
          fmt::format("the private PostgreSQL (process {}) is still stopping: its log is {}", pid,
                      location.log_file.string()));
    }
    std::this_thread::sleep_for(milliseconds(5));
  }
}

class Starter {
 public:
  explicit Starter(const ClusterLocation& location) : location_(location) {}

  void start() {
    // Tidying programs remove old files from /tmp, and nobody can reach such a server any more.
    const auto server = running_postmaster(location_.data);
    if (server && server->ready && !has_socket(location_)) {
      end_server(location_, server->pid, PrivateCluster::Shutdown::fast);
    }
    if (comes_up(kStartPatience)) return;
    remove_unfinished(location_);
    if (fs::exists(location_.data / "PG_VERSION")) {
      programs_ = find_server_programs(data_version());
      remove_traces(location_);
    } else {
      programs_ = find_server_programs();
      create_cluster(location_, programs_);
    }
    write_settings(location_, programs_);
    begin_log();
    const auto deadline = Clock::now() + kStartPatience;
    launch();
    while (!comes_up(kStartPatience)) {
      // Processes of a server that was killed take a moment to notice.
      const bool orphans =
          log_since(location_.log_file, log_start_).find("pre-existing shared memory block") !=
          std::string::npos;
      if (!orphans || Clock::now() > deadline) fail("does not start");
      std::this_thread::sleep_for(milliseconds(200));
      launch();
    }
  }

 private:
  int data_version() const {
    std::ifstream in(location_.data / "PG_VERSION");
    int major = 0;
    in >> major;
    return major;
  }

  void begin_log() {
    std::error_code none;
    const std::uint64_t size = fs::file_size(location_.log_file, none);
    log_start_ = none ? 0 : size;
    if (log_start_ < kLogBytes) return;
    fs::rename(location_.log_file, location_.log_file.string() + ".1", none);
    log_start_ = 0;
  }

  void launch() {
    const auto setting = [](std::string_view name, std::string_view value) {
      return fmt::format("--{}={}", name, value);
    };
    launched_ = start_daemon(
        {.arguments = {(programs_.folder / "postgres").string(), "-D", location_.data.string(),
                       setting("listen_addresses", ""), setting("port", kPort),
                       setting("unix_socket_directories", location_.socket_folder.string()),
                       setting("unix_socket_permissions", "0700"),
                       setting("logging_collector", "off"), setting("log_destination", "stderr")},
         .user = location_.owner,
         .folder = location_.base,
         .input = {}},
        location_.log_file);
  }

  // True when the server answers; false when there is none. Waits for one that is on its way up,
  // or down.
  bool comes_up(seconds patience) {
    const auto began = Clock::now();
    milliseconds pause{2};
    bool reported = false;
    while (true) {
      const auto server = running_postmaster(location_.data);
      const bool exists = server || process_lives(launched_);
      // Asking a server that is not ready leaves lines in its log.
      const PGPing answer = exists && !(server && server->ready) ? PQPING_REJECT : ping(location_);
      if (answer == PQPING_OK) return true;
      if (answer != PQPING_REJECT && !exists) return false;
      const auto waited = Clock::now() - began;
      const bool recovering = server && !server->ready;
      if (waited > (recovering ? kRecoveryPatience : patience)) fail("does not answer");
      if (waited > seconds(5) && !reported) {
        log::info("waiting for the private PostgreSQL, which is starting, recovering or stopping");
        reported = true;
      }
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, milliseconds(20));
    }
  }

  [[noreturn]] void fail(std::string_view what) const {
    const std::string log = log_since(location_.log_file, log_start_);
    throw Error(ErrorKind::database_unreachable,
                fmt::format("the private PostgreSQL in {} {}. Its log, {}, ends:\n{}",
                            location_.base.string(), what, location_.log_file.string(),
                            log.empty() ? "(nothing)" : log));
  }

  const ClusterLocation& location_;
  ServerPrograms programs_;
  std::uint64_t log_start_ = 0;
  pid_t launched_ = 0;
};

// Holds while the server is changed; a gdo that died with it lets go of it.
FileLock lock(const ClusterLocation& location) {
  return {location.lock_file, location.owner, kStartPatience * 2};
}

}  // namespace

PrivateCluster::PrivateCluster(fs::path home) : home_(std::move(home)) {}

void PrivateCluster::start() {
  const ClusterLocation location = locate_cluster(home_);
  const auto server = running_postmaster(location.data);
  if (server && server->ready && has_socket(location)) return;
  create_folders(location);
  const FileLock held = lock(location);
  create_folders(location);  // who held the lock may have stopped the server and tidied up
  Starter(location).start();
}

bool PrivateCluster::stop(Shutdown how) {
  const ClusterLocation location = locate_cluster(home_);
  if (!fs::exists(location.data)) return false;
  const FileLock held = lock(location);
  const auto server = running_postmaster(location.data);
  if (server) end_server(location, server->pid, how);
  if (!socket_in_base(location)) {
    std::error_code none;
    fs::remove(location.socket_folder, none);  // nothing of ours stays in /tmp
  }
  return server.has_value();
}

void PrivateCluster::destroy() {
  stop(Shutdown::immediate);
  const ClusterLocation location = locate_cluster(home_);
  if (!fs::exists(location.base)) return;
  const FileLock held = lock(location);
  remove_unfinished(location);
  for (const auto& folder : {location.data, location.socket_folder, location.base}) {
    std::error_code why;
    fs::remove_all(folder, why);
    if (!why) continue;
    throw Error(ErrorKind::config,
                fmt::format("cannot delete {}: {}", folder.string(), why.message()));
  }
}

ClusterStatus PrivateCluster::status() const {
  const ClusterLocation location = locate_cluster(home_);
  ClusterStatus status;
  status.data_folder = location.data;
  status.socket_folder = location.socket_folder;
  status.log_file = location.log_file;
  status.owner = location.owner.name;
  std::ifstream version(location.data / "PG_VERSION");
  if (!(version >> status.version)) return status;
  const auto server = running_postmaster(location.data);
  status.state = ClusterStatus::State::stopped;
  if (!server) return status;
  status.pid = server->pid;
  status.state = server->ready ? ClusterStatus::State::running : ClusterStatus::State::starting;
  return status;
}

std::uint64_t PrivateCluster::bytes() const {
  std::uint64_t total = 0;
  std::error_code gone;  // files come and go in a running server's folder
  fs::recursive_directory_iterator entry(locate_cluster(home_).data, gone);
  while (!gone && entry != fs::recursive_directory_iterator()) {
    std::error_code vanished;
    if (entry->is_regular_file(vanished)) {
      const auto size = entry->file_size(vanished);
      if (!vanished) total += size;
    }
    entry.increment(gone);
  }
  return total;
}

std::string PrivateCluster::conninfo() const { return conninfo_of(locate_cluster(home_)); }

std::string PrivateCluster::uri() const {
  return fmt::format("postgresql://gdo@/gdo?host={}&port={}",
                     percent_encoded(locate_cluster(home_).socket_folder.string()), kPort);
}

}  // namespace gdo::pg
