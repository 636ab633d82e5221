#pragma once

#include <filesystem>
#include <string>

namespace gdo::pg {

// One installation of PostgreSQL's server programs.
struct ServerPrograms {
  std::filesystem::path folder;  // holds initdb and postgres
  int major = 0;                 // 15
};

// The installation for a cluster: that of `major`, or the newest when it is 0. Looks under
// <debian>/*/bin, then in PATH. Throws Error(config) that says what to install.
ServerPrograms find_server_programs(int major = 0,
                                    const std::filesystem::path& debian = "/usr/lib/postgresql");

}  // namespace gdo::pg
