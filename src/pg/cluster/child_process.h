#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::pg {

// The user a program runs as. PostgreSQL refuses to run as root.
struct SystemUser {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;  // empty: the system knows no name for uid
};

// Throws Error(config) when the system knows no such user.
SystemUser user_named(const std::string& name);
SystemUser user_with(uid_t uid);

struct ProgramRun {
  std::vector<std::string> arguments;  // the first is the program's path; no shell is involved
  SystemUser user;                     // other than our own only as root
  std::filesystem::path folder = "/";  // working directory
  std::string input;                   // its standard input, at most 4,096 bytes
};

struct ProgramEnd {
  int exit_code = 0;   // 128 + signal when a signal ended it
  std::string output;  // standard output and error, the last 8 KB
};

// Runs a program and waits for it. It inherits no descriptor, no signal setting and next to no
// environment, and does not outlive us. Throws Error(internal) when it cannot be started at all.
ProgramEnd run_program(const ProgramRun& run);

// Starts a program that outlives us and our terminal: a session of its own, standard input empty,
// output appended to `log`. Returns its process id. We are not its parent: nobody need wait for it.
pid_t start_daemon(const ProgramRun& run, const std::filesystem::path& log);

// Whether `user` can enter the folder (it and all above it).
bool can_enter(const SystemUser& user, const std::filesystem::path& folder);

// False for one that ended and was not waited for yet, too.
bool process_lives(pid_t pid);

}  // namespace gdo::pg
