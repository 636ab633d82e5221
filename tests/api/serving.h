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

namespace gdo::api::test {

struct ServingOptions {
  pg::ConnectOptions as_api;
  pg::ConnectOptions loader;
  std::string lake;  // a folder
  int rate_limit = 0;
  bool panel = false;         // with what the dashboard's pages ask for
  ServerOptions server = {};  // its port is any that is free
};

// A server of the API on a thread of its own, as `gdo serve` is put together, over a database that
// is there already.
class Serving {
 public:
  Serving(const contract::Catalog& catalog, ServingOptions options);
  ~Serving();

  const std::string& address() const { return address_; }
  Answer get(const std::string& target, const std::string& key, Headers headers = {}) const;
  Answer post(const std::string& target, const std::string& key, const std::string& body,
              Headers headers = {"Content-Type: application/json"}) const;
  const std::vector<Route>& routes() const { return service_.router().routes(); }
  const Pool& pool() const { return pool_; }
  // As SIGTERM does; returns at once.
  void drain() { stop_.request(); }
  bool ended() const { return ended_; }

 private:
  Pool pool_;
  KeyRing keys_;
  EventHub events_;
  Metrics metrics_;
  SealKeeper seals_;
  RateLimit rate_limit_;
  Site site_;
  Service service_;
  Server server_;
  StopFlag stop_;
  std::string address_;
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

}  // namespace gdo::api::test
