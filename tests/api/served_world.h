#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/serving.h"
#include "gold/trusted_world.h"
#include "support/temporary_folder.h"

namespace gdo::api::test {

// A server of the API over a database of its own, with the plant of the small vocabulary in gold
// for tenant a1b2c3, and the same rows once more for tenant zz9: whatever zz9 shows there is
// another's.
class ServedWorld {
 public:
  ServedWorld();

  // One for all tests of a program: making it takes longer than most tests.
  static ServedWorld& shared();

  const std::string& address() const { return serving_->address(); }
  Serving& serving() { return *serving_; }
  const contract::Catalog& catalog() const { return catalog_; }
  // For a server of one's own over the same rows.
  ServingOptions options() const;
  pg::Connection& owner() { return world_.connection(); }
  // A key of that role; of industria and varejo with the CNPJs given.
  std::string key(const std::string& tenant, Role role, std::vector<std::string> cnpjs = {});

  Answer get(const std::string& target, const std::string& key, Headers headers = {}) const {
    return serving_->get(target, key, std::move(headers));
  }
  Answer post(const std::string& target, const std::string& key, const std::string& body,
              Headers headers = {"Content-Type: application/json"}) const {
    return serving_->post(target, key, body, std::move(headers));
  }
  const std::vector<Route>& routes() const { return serving_->routes(); }

 private:
  void fill_gold();
  void double_tenant();

  gold::test::TrustedWorld world_;
  contract::Catalog catalog_;
  gdo::test::TemporaryFolder lake_;
  std::unique_ptr<Serving> serving_;
};

// Of the plant, in all its roles, and of its buyer.
inline constexpr const char* kPlantCnpj = "11222333000181";
inline constexpr const char* kBuyerCnpj = "11444777000161";

}  // namespace gdo::api::test
