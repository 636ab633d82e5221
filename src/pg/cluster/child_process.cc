#include "pg/cluster/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>

#include "base/error.h"

namespace gdo::pg {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

// We may have been started with 0, 1 or 2 closed; those numbers are the child's own streams.
int above_standard(int fd) {
  if (fd < 0 || fd > 2) return fd;
  const int higher = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  ::close(fd);
  return higher;
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(ErrorKind::internal, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
  }
  return {Descriptor(above_standard(ends[0])), Descriptor(above_standard(ends[1]))};
}

// What execve needs, made before fork(): after it, in a program with threads, nothing may allocate.
class ExecArguments {
 public:
  explicit ExecArguments(const ProgramRun& run)
      : arguments_(run.arguments),
        environment_{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC",
                     "HOME=" + run.folder.string(), "USER=" + run.user.name} {
    for (auto& text : arguments_) argv_.push_back(text.data());
    for (auto& text : environment_) envp_.push_back(text.data());
    argv_.push_back(nullptr);
    envp_.push_back(nullptr);
  }
  void run() { execve(argv_[0], argv_.data(), envp_.data()); }

 private:
  std::vector<std::string> arguments_;
  std::vector<std::string> environment_;
  std::vector<char*> argv_;
  std::vector<char*> envp_;
};

// The functions from here to the next line of dashes run between fork() and execve().

bool become(const SystemUser& user) {
  if (geteuid() == user.uid) return true;
  const gid_t group = user.gid;
  return setgroups(1, &group) == 0 && setgid(user.gid) == 0 && setuid(user.uid) == 0;
}

void forget_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void forget_descriptors() {
  if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int last = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 65536));
  for (int fd = 3; fd < last; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
}

// Tells the parent through `status` why the program could not be run.
[[noreturn]] void give_up(int status) {
  const int why = errno;
  [[maybe_unused]] const auto written = write(status, &why, sizeof why);
  _exit(127);
}

struct Streams {
  int input;
  int output;
  int status;
};

void prepare(const SystemUser& user, const char* folder, const Streams& streams) {
  forget_signals();
  umask(077);
  if (dup2(streams.input, 0) < 0 || dup2(streams.output, 1) < 0 || dup2(streams.output, 2) < 0 ||
      !become(user) || chdir(folder) != 0) {
    give_up(streams.status);
  }
  forget_descriptors();
}

[[noreturn]] void execute(ExecArguments& arguments, const Streams& streams) {
  arguments.run();
  give_up(streams.status);
}

// ------------------------------------------------------------------------------------------------

[[noreturn]] void fail(const ProgramRun& run, int why) {
  throw Error(ErrorKind::internal,
              fmt::format("cannot run {} as user {}: {}", run.arguments.front(), run.user.name,
                          std::strerror(why)));
}

// What the child said before execve; empty when that went well.
std::optional<int> reason_of_failure(int status) {
  int why = 0;
  ssize_t got = 0;
  do {
    got = read(status, &why, sizeof why);
  } while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(sizeof why)) return why;
  return std::nullopt;
}

std::string read_to_end(int fd) {
  constexpr std::size_t kKept = 8192;
  std::string text;
  std::array<char, 4096> chunk{};
  while (true) {
    const ssize_t got = read(fd, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    if (text.size() > 2 * kKept) text.erase(0, text.size() - kKept);
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

SystemUser user_named(const std::string& name) {
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) {
    throw Error(ErrorKind::config,
                fmt::format("there is no user {}: apt-get install postgresql", name));
  }
  return {entry->pw_uid, entry->pw_gid, name};
}

SystemUser user_with(uid_t uid) {
  const passwd* entry = getpwuid(uid);
  if (entry == nullptr) return {uid, getegid(), {}};
  return {uid, entry->pw_gid, entry->pw_name};
}

ProgramEnd run_program(const ProgramRun& run) {
  Pipe status = make_pipe();
  Pipe input = make_pipe();
  Pipe output = make_pipe();
  // Fits a pipe's buffer, so that this cannot block.
  if (write(input.write.get(), run.input.data(), run.input.size()) < 0) fail(run, errno);
  input.write.close();
  ExecArguments arguments(run);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) fail(run, errno);
  if (child == 0) {
    const Streams streams{input.read.get(), output.write.get(), status.write.get()};
    prepare(run.user, run.folder.c_str(), streams);
    setsid();                          // Ctrl-C is for us, not for it
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // after setuid, which clears it
    if (getppid() != parent) _exit(127);
    execute(arguments, streams);
  }
  status.write.close();
  output.write.close();
  input.read.close();
  const auto why = reason_of_failure(status.read.get());
  ProgramEnd end;
  end.output = read_to_end(output.read.get());
  end.exit_code = wait_for(child);
  if (why) fail(run, *why);
  return end;
}

pid_t start_daemon(const ProgramRun& run, const std::filesystem::path& log) {
  Pipe status = make_pipe();
  Pipe identity = make_pipe();
  const Descriptor null(above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC)));
  const Descriptor out(above_standard(
      open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600)));
  const bool ours = geteuid() == run.user.uid;
  if (null.get() < 0 || out.get() < 0 ||
      (!ours && fchown(out.get(), run.user.uid, run.user.gid) != 0)) {
    throw Error(ErrorKind::config,
                fmt::format("cannot write {}: {}", log.string(), std::strerror(errno)));
  }
  ExecArguments arguments(run);
  const pid_t between = fork();
  if (between < 0) fail(run, errno);
  if (between == 0) {
    setsid();
    const pid_t daemon = fork();
    if (daemon != 0) {
      [[maybe_unused]] const auto written = write(identity.write.get(), &daemon, sizeof daemon);
      _exit(daemon < 0 ? 1 : 0);
    }
    const Streams streams{null.get(), out.get(), status.write.get()};
    prepare(run.user, run.folder.c_str(), streams);
    execute(arguments, streams);
  }
  status.write.close();
  identity.write.close();
  wait_for(between);
  pid_t pid = -1;
  if (read(identity.read.get(), &pid, sizeof pid) != static_cast<ssize_t>(sizeof pid) || pid < 0) {
    fail(run, EAGAIN);
  }
  if (const auto why = reason_of_failure(status.read.get())) fail(run, *why);
  return pid;
}

bool can_enter(const SystemUser& user, const std::filesystem::path& folder) {
  const std::string path = folder.string();
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) _exit(become(user) && chdir(path.c_str()) == 0 ? 0 : 1);
  return wait_for(child) == 0;
}

bool process_lives(pid_t pid) {
  if (pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH)) return false;
  std::ifstream stat(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(stat, line)) return kill(pid, 0) == 0 || errno == EPERM;
  const auto name_end = line.rfind(')');
  const char state =
      name_end == std::string::npos || name_end + 2 >= line.size() ? '?' : line[name_end + 2];
  return state != 'Z' && state != 'X';
}

}  // namespace gdo::pg
