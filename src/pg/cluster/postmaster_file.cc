#include "pg/cluster/postmaster_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "pg/cluster/child_process.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStatusLine = 7;  // counted from 0; line 0 is the process number

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

pid_t pid_in(const std::vector<std::string>& lines) {
  pid_t pid = 0;
  if (lines.empty()) return 0;
  std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), pid);
  return pid;
}

bool is_called_postgres(pid_t pid) {
  const auto name = lines_of(fmt::format("/proc/{}/comm", pid));
  return !name.empty() && name.front().starts_with("postgres");
}

// A server's working directory is its data folder, from its first moments to its end. Another
// user's is not shown; then its name must do: a number in a file that a crash left may be anybody's
// by now.
bool works_in(pid_t pid, const fs::path& data) {
  std::error_code unknown;
  const fs::path where = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), unknown);
  if (unknown) return unknown == std::errc::permission_denied && is_called_postgres(pid);
  return fs::equivalent(where, data, unknown);
}

}  // namespace

std::optional<Postmaster> running_postmaster(const fs::path& data) {
  const auto lines = lines_of(data / "postmaster.pid");
  const pid_t pid = pid_in(lines);
  if (!process_lives(pid) || !works_in(pid, data)) return std::nullopt;
  return Postmaster{pid, lines.size() > kStatusLine && lines[kStatusLine].starts_with("ready")};
}

void defuse_stale_file(const fs::path& data) {
  const fs::path file = data / "postmaster.pid";
  std::error_code none;
  if (!fs::exists(file, none)) return;
  const auto lines = lines_of(file);  // none when a crash left the file empty
  constexpr std::string_view kNobody = "2147483647";
  std::fstream out(file, std::ios::in | std::ios::out);  // in place: keeps its owner
  // As long as the old number and its line break at least, so nothing is left of them.
  std::string text(kNobody);
  for (std::size_t i = 1; i < lines.size(); ++i) text += '\n' + lines[i];
  out << text << '\n';
}

FileLock::FileLock(const std::filesystem::path& file, const SystemUser& owner,
                   std::chrono::seconds patience)
    : fd_(open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) {
  if (fd_ < 0) {
    throw Error(ErrorKind::config,
                fmt::format("cannot open {}: {}", file.string(), std::strerror(errno)));
  }
  // Root's must serve the owner, too. A failure shows when the owner opens it.
  if (geteuid() != owner.uid) [[maybe_unused]]
    const int ignored = fchown(fd_, owner.uid, owner.gid);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      close(fd_);
      throw Error(
          ErrorKind::transient,
          fmt::format("another gdo has been starting or stopping the private PostgreSQL for "
                      "{} s (it holds {}): run again later",
                      patience.count(), file.string()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

FileLock::~FileLock() { close(fd_); }

}  // namespace gdo::pg
