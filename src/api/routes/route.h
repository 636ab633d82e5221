#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/http/handlers.h"
#include "api/query/resource.h"

namespace gdo::api {

// A parameter or a member of an answer, for OpenAPI.
struct Described {
  std::string name;
  std::string type;  // of JSON Schema
  std::string text;  // Portuguese
};

// One method of one path, and what OpenAPI says of it.
struct Route {
  enum class Access {
    open,   // no key
    local,  // no key, but from this machine only unless GDO_OPEN_ROUTES names it
    keyed,
  };

  std::string method;
  std::string path;  // "/api/v1/caixas/{nr_unidade_desossa}/{codigo_barras}"
  std::string summary;
  Access access = Access::keyed;
  Lane lane = Lane::quick;
  std::function<bool(Role)> may = {};           // empty: every role
  std::function<Response(Call&)> answer = {};   // of keyed routes
  std::function<Response(Request&)> open = {};  // of the others
  std::uint64_t body_limit = 0;
  std::vector<std::string> body_types = {};  // media types that are taken; empty = no body

  const Resource* resource = nullptr;  // whose rows it gives
  bool list = false;
  std::vector<Described> parameters = {};
  std::vector<Described> members = {};  // of the answer, when it is a JSON object
  std::vector<std::string> types = {"application/json"};
  int success = 200;
};

// What a path leads to.
struct Found {
  const Route* route = nullptr;
  std::vector<std::string> args;
  std::vector<std::string> methods;  // that the path knows; empty = no such path
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);
  // A path of plain words wins over one with {…}. HEAD is answered as GET.
  Found find(const std::string& method, const std::vector<std::string>& segments) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> segments_;
};

// The same for as long as no model changes a row of the tenant.
std::string gold_state(const std::string& tenant, pg::Connection& connection);

// What an answer from gold depends on: the tenant's last change of gold, who asks, and all that is
// asked. Weak, for the same rows may be compressed or not.
std::string entity_tag(const Call& call, pg::Connection& connection);

// 304 when the client has that answer already; nothing else was asked of the database yet.
std::optional<Response> not_modified(const Call& call, const std::string& tag);

void set_tag(Response& response, const std::string& tag);

}  // namespace gdo::api
