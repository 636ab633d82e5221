#pragma once

#include <atomic>
#include <string>

#include "api/call.h"
#include "api/http/handlers.h"
#include "api/problem.h"
#include "api/routes/route.h"

namespace gdo::api {

// What requests mean: finds the route, verifies the key, calls the route's handler, turns failures
// into problems, writes the access log.
class Service {
 public:
  Service(Site& site, std::vector<Route> routes);

  // The service must outlive them.
  Handlers handlers();
  const Router& router() const { return router_; }

 private:
  Admission admit(Request& request);
  Response answer(Request& request);
  Response answer_keyed(Request& request, const Found& found);
  void require_rate(Request& request, const Caller& caller) const;
  Response answer_open(Request& request, const Route& route) const;
  Response failure(const Request& request, const std::exception_ptr& error) const;
  Response refuse(const Request& request, Refusal why) const;
  void done(const Request& request, const Outcome& outcome);
  std::shared_ptr<const Caller> caller_of(const Request& request) const;

  Site& site_;
  Router router_;
  std::string instance_;  // of this process, so that ids of requests are no other's
  std::atomic<std::uint64_t> requests_{0};
};

// What a page of ours may load: only what we serve.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

}  // namespace gdo::api
