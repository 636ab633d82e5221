#include "api/routes/resource_routes.h"

#include <fmt/format.h>

#include "api/query/row_rights.h"
#include "api/routes/list.h"

namespace gdo::api {

std::vector<Route> resource_routes() {
  std::vector<Route> routes;
  for (const Resource& resource : resources()) {
    Route list;
    list.method = "GET";
    list.path = "/api/v1/" + resource.name;
    list.summary = resource.description;
    list.lane = Lane::slow;
    list.resource = &resource;
    list.list = true;
    list.types = {"application/json", "application/jsonl", "text/csv"};
    list.may = [&resource](Role role) { return may_read(role, resource); };
    list.answer = [&resource](Call& call) { return list_rows(call, resource); };
    Route one = list;
    for (const std::string& part : resource.key) one.path += fmt::format("/{{{}}}", part);
    one.lane = Lane::quick;
    one.list = false;
    one.types = {"application/json"};
    one.answer = [&resource](Call& call) { return one_row(call, resource); };
    routes.push_back(std::move(list));
    routes.push_back(std::move(one));
  }
  return routes;
}

}  // namespace gdo::api
