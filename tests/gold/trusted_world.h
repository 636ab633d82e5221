#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"
#include "support/test_database.h"

namespace gdo::gold::test {

using Json = nlohmann::json;

inline constexpr const char* kTenant = "a1b2c3";

// A database with every table, into which tests put trusted rows as the trusted layer would: the
// row and its children replaced, old and new links in `mudanca`, all in one transaction.
class TrustedWorld {
 public:
  TrustedWorld();

  // One for all tests of a program, empty: making the tables takes longer than most tests.
  static TrustedWorld& empty_again();

  pg::Connection& connection() { return connection_; }
  pg::ConnectOptions options() const { return database_.options(); }

  // A row of trusted_<entity>, by its key; children by their tables' names.
  void put(const std::string& entity, const Json& row,
           const std::map<std::string, std::vector<Json>>& children = {});

  std::string text(const std::string& sql);
  std::int64_t count(const std::string& sql);
  // Every row of a table as text, in order.
  std::string contents(const std::string& table);
  std::vector<std::string> gold_tables();

 private:
  void write_links(const contract::Contract& contract, const Json& row);
  void clear();
  void make_partitions(const contract::Contract& contract);

  gdo::test::TestDatabase database_;
  contract::Catalog catalog_;
  pg::Connection connection_;
  std::int64_t version_ = 0;
};

// The small vocabulary: rows that are right in every respect; a test changes what it is about.

struct Lot {
  std::string unit = "9999";
  std::string day = "2025-01-27";
  int number = 1;
  int first = 1;  // sequence of its first animal
  int head = 2;
};
Json a_schedule(const Lot& lot, const Json& but = Json::object());
Json a_half(const Lot& lot, int sequence, int side, const Json& but = Json::object());

struct Order {
  std::string unit = "9999";
  std::string number = "70001";
  std::string slaughter_unit = "9999";
  std::string day = "2025-01-27";
};
Json an_order(const Order& order, const Json& but = Json::object());
Json a_source(const Lot& lot);
Json a_quarter(const Lot& lot, int sequence, int side, const std::string& cut, double kilos);

Json a_box(const Order& order, const std::string& code, const Json& but = Json::object());
Json a_sale(const std::string& number, const Json& but = Json::object());
Json a_line(const std::string& code);
Json an_invoice(const std::string& number, const std::string& day);
Json an_animal(const std::string& id, const Json& but = Json::object());

// The schedule, and both halves of each animal.
void slaughter(TrustedWorld& world, const Lot& lot, const Json& schedule = Json::object());
void debone(TrustedWorld& world, const Order& order, const std::vector<Lot>& lots);

}  // namespace gdo::gold::test
