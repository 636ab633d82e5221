#include "pg/cluster/server_programs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "base/error.h"
#include "pg/cluster/child_process.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;

constexpr int kOldestMajor = 14;  // has LZ4 for large values

bool holds_programs(const fs::path& folder) {
  return access((folder / "initdb").c_str(), X_OK) == 0 &&
         access((folder / "postgres").c_str(), X_OK) == 0;
}

int number_in(std::string_view text) {
  const auto digit =
      std::find_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  int number = 0;
  std::from_chars(text.data() + (digit - text.begin()), text.data() + text.size(), number);
  return number;
}

// Debian keeps them out of PATH, a folder for each major version.
std::vector<ServerPrograms> in_debian_folders(const fs::path& debian) {
  std::vector<ServerPrograms> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(debian, none)) {
    const int major = number_in(entry.path().filename().string());
    if (major > 0 && holds_programs(entry.path() / "bin")) {
      found.push_back({entry.path() / "bin", major});
    }
  }
  return found;
}

std::vector<ServerPrograms> in_path() {
  std::vector<ServerPrograms> found;
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.starts_with('/') || !holds_programs(folder)) continue;
    // "postgres (PostgreSQL) 15.20 (Debian …)"
    const ProgramEnd end = run_program({.arguments = {folder + "/postgres", "--version"},
                                        .user = user_with(geteuid()),
                                        .folder = "/",
                                        .input = {}});
    if (const int major = number_in(end.output); major > 0) found.push_back({folder, major});
  }
  return found;
}

}  // namespace

ServerPrograms find_server_programs(int major, const fs::path& debian) {
  constexpr const char* kOr = "or set DB_HOST to use another PostgreSQL";
  auto found = in_debian_folders(debian);
  if (found.empty()) found = in_path();
  if (found.empty()) {
    throw Error(
        ErrorKind::config,
        fmt::format("PostgreSQL's server is not installed: apt-get install postgresql, {}", kOr));
  }
  std::erase_if(found, [](const auto& one) { return one.major < kOldestMajor; });
  if (found.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("gdo needs PostgreSQL {} or newer: apt-get install postgresql, {}",
                            kOldestMajor, kOr));
  }
  const auto newest = std::max_element(
      found.begin(), found.end(), [](const auto& a, const auto& b) { return a.major < b.major; });
  if (major == 0) return *newest;
  const auto same =
      std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.major == major; });
  if (same != found.end()) return *same;
  throw Error(ErrorKind::config,
              fmt::format("the private PostgreSQL's data was made by version {}, but version {} is "
                          "installed: apt-get install postgresql-{}, or upgrade the data with "
                          "pg_upgrade, {}",
                          major, newest->major, major, kOr));
}

}  // namespace gdo::pg
