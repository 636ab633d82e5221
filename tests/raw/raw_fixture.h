#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "contract/reader/catalog_loader.h"
#include "raw/run_raw.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

namespace gdo::raw {

// A database with the tables, a lake folder, and runs of the raw layer on them in this process.
class RawFixture : public testing::Test {
 protected:
  RawFixture();

  // Made once a program: making the tables takes longer than most tests.
  static const test::TestDatabase& with_tables();

  RawReport run();
  void put(const std::string& name, const std::string& bytes) const;  // below the lake's root
  std::string get(const std::string& name) const;                     // "(none)"
  // The first column of a query's only row; NULL = "".
  std::string ask(const std::string& sql);
  std::int64_t count(const std::string& sql);
  // Puts a moved file back as if the program had died between its commit and its move.
  void forget_move(const std::string& file_name);

  test::TestDatabase database_ = test::TestDatabase::copy_of(with_tables());
  test::TemporaryFolder lake_;
  const contract::Catalog catalog_ = contract::load_catalog();
  std::unique_ptr<store::ObjectStore> store_;
  pg::Connection connection_;
  RawRunOptions options_;
  StopFlag stop_;
};

// A record of registro_venda that is accepted; `more` follows its members.
std::string sale(const std::string& order_number, const std::string& more = {});

constexpr const char* kVendas = "pending/registro_venda/cliente=c1c1c1/";

}  // namespace gdo::raw
