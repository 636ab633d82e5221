#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "contract/contract.h"
#include "monitor/audit.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace gdo::test {

// A database and a lake of their own, and what a day in the life of both is made of.
class TestPlant {
 public:
  TestPlant();

  pg::Connection connect() const { return database_.connect(); }
  pg::ConnectOptions options() const { return database_.options(); }
  const contract::Catalog& catalog() const { return catalog_; }
  const std::filesystem::path& lake() const { return folder_.path(); }

  // Puts a file into pending/<payload>/cliente=a1b2c3/.
  void deliver(const std::string& payload, const std::string& name, const std::string& text) const;
  // Moves a delivery of a generated lake here; the name is relative to pending/.
  void take(const std::filesystem::path& other_lake, const std::string& name) const;
  // `gdo run raw`.
  void load(int workers = 1, int files_per_lote = 1000) const;
  monitor::AuditReport audit() const;
  void execute(const std::string& sql) const;

 private:
  TestDatabase database_;
  TemporaryFolder folder_;
  contract::Catalog catalog_;
};

// soma by table.
std::map<std::string, std::string> sums_of(const monitor::AuditReport& report);

// One farm animal as the payload animais has it, complete and right.
std::string farm_animal(const std::string& id, const std::string& race = "NELORE");

}  // namespace gdo::test
