#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "e2e/program.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace gdo::test {

// A database and a lake folder of their own, for gdo processes to work on.
class RawSite {
 public:
  RawSite();

  // <site>/lake, which exists and is empty at first.
  const std::filesystem::path& lake() const { return lake_; }
  // Variables that lead gdo to this site; tests may change them.
  EnvironmentOf environment;

  Ended run(const std::vector<std::string>& options = {}) const;
  // gdo run raw --json; its document, with the exit code as "exit" added.
  nlohmann::json run_json(const std::vector<std::string>& options = {}) const;

  void put(const std::string& name, const std::string& bytes) const;  // below the lake's root
  std::string get(const std::string& name) const;                     // "" = no such file
  pg::Connection connect() const { return database_.connect(); }
  // The first column of a query's only row.
  std::string ask(const std::string& sql) const;

 private:
  TestDatabase database_;
  TemporaryFolder folder_;
  std::filesystem::path lake_;
};

// gdo generate into a folder that has no lake yet.
void generate_lake(const std::filesystem::path& folder, const std::vector<std::string>& options);
// Copies pending/ only.
void copy_pending(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace gdo::test
