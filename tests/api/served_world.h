#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/event_hub.h"
#include "api/http/server.h"
#include "api/http_client.h"
#include "api/service.h"
#include "base/stop.h"
#include "gold/trusted_world.h"
#include "support/temporary_folder.h"

namespace gdo::api::test {

// A server of the API over a database of its own, with the plant of the small vocabulary in gold
// for tenant a1b2c3, and the same rows once more for tenant zz9: whatever zz9 shows there is
// another's.
class ServedWorld {
 public:
  ServedWorld();
  ~ServedWorld();

  // One for all tests of a program: making it takes longer than most tests.
  static ServedWorld& shared();

  const std::string& address() const { return address_; }
  pg::Connection& owner() { return world_.connection(); }
  // A key of that role; of industria and varejo with the CNPJs given.
  std::string key(const std::string& tenant, Role role, std::vector<std::string> cnpjs = {});

  Answer get(const std::string& target, const std::string& key, Headers headers = {}) const;
  Answer post(const std::string& target, const std::string& key, const std::string& body,
              Headers headers = {"Content-Type: application/json"}) const;
  const std::vector<Route>& routes() const { return service_->router().routes(); }

 private:
  void fill_gold();
  void double_tenant();
  void start();

  service::test::TrustedWorld world_;
  contract::Catalog catalog_;
  gdo::test::TemporaryFolder lake_;
  std::unique_ptr<Pool> pool_;
  std::unique_ptr<KeyRing> keys_;
  std::unique_ptr<EventHub> events_;
  Metrics metrics_;
  SealKeeper seals_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
  StopFlag stop_;
  std::string address_;
  std::thread thread_;
};

// Of the plant, in all its roles, and of its buyer.
inline constexpr const char* kPlantCnpj = "11222333000181";
inline constexpr const char* kBuyerCnpj = "11444777000161";

}  // namespace gdo::api::test
