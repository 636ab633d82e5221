#include <gmock/gmock.h>

#include <fstream>

#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using Json = nlohmann::json;

// Members, parameters and values of the older document that the newer one lacks.
void missing(const Json& older, const Json& newer, const std::string& at,
             std::vector<std::string>& lost) {
  if (older.is_object()) {
    for (const auto& [name, value] : older.items()) {
      if (name == "description" || name == "summary" || name == "version") continue;
      if (!newer.is_object() || !newer.contains(name)) {
        lost.push_back(at + "/" + name);
      } else {
        missing(value, newer[name], at + "/" + name, lost);
      }
    }
  } else if (older.is_array()) {
    for (const Json& value : older) {
      const auto same = [&](const Json& other) {
        return value.is_object() && value.contains("name")
                   ? other.is_object() && other.value("name", "") == value["name"]
                   : other == value;
      };
      if (!newer.is_array() || std::none_of(newer.begin(), newer.end(), same)) {
        lost.push_back(at + "/" + value.dump());
      }
    }
  }
}

TEST(OpenApiTest, NothingThatWasPromisedIsTakenBack) {
  std::ifstream file(GDO_TEST_DATA "/../api/openapi.json");
  const Json promised = Json::parse(file);
  const Json served = ServedWorld::shared().get("/api/v1/openapi.json", "").json();
  std::vector<std::string> lost;
  missing(promised, served, "", lost);
  EXPECT_THAT(lost, testing::IsEmpty())
      << "where this is meant, take the new document: curl …/api/v1/openapi.json";
}

TEST(OpenApiTest, EveryRouteIsDescribedAndEveryReferenceLeadsSomewhere) {
  const Json served = ServedWorld::shared().get("/api/v1/openapi.json", "").json();
  for (const Route& route : ServedWorld::shared().routes()) {
    EXPECT_TRUE(served["paths"].contains(route.path)) << route.path;
  }
  const std::function<void(const Json&)> look = [&](const Json& part) {
    if (part.is_object() && part.contains("$ref")) {
      const std::string pointer = part["$ref"].get<std::string>().substr(1);
      EXPECT_TRUE(served.contains(Json::json_pointer(pointer))) << pointer;
    }
    for (const auto& child : part) {
      if (child.is_structured()) look(child);
    }
  };
  look(served);
}

}  // namespace
}  // namespace gdo::api::test
