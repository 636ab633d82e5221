#include "trace/stored_json.h"

#include <simdjson.h>

#include <string>
#include <utility>

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

Json value_of(simdjson::dom::element element);

Json object_of(const simdjson::dom::object& object) {
  Json::object_t members;
  members.reserve(object.size());
  // Without the look for a member of that name, which each would cost.
  for (const auto& [name, value] : object) {
    members.Container::emplace_back(std::string(name), value_of(value));
  }
  return members;
}

Json list_of(const simdjson::dom::array& array) {
  Json::array_t values;
  values.reserve(array.size());
  for (const simdjson::dom::element value : array) values.push_back(value_of(value));
  return values;
}

Json value_of(simdjson::dom::element element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::OBJECT:
      return object_of(element.get_object().value_unsafe());
    case Type::ARRAY:
      return list_of(element.get_array().value_unsafe());
    case Type::STRING:
      return std::string(element.get_string().value_unsafe());
    case Type::INT64: {
      const std::int64_t number = element.get_int64().value_unsafe();
      if (number < 0) return number;
      return static_cast<std::uint64_t>(number);
    }
    case Type::UINT64:
      return element.get_uint64().value_unsafe();
    case Type::DOUBLE:
      return element.get_double().value_unsafe();
    case Type::BOOL:
      return element.get_bool().value_unsafe();
    default:
      return nullptr;
  }
}

}  // namespace

Json read_stored_json(std::string_view text) {
  static thread_local simdjson::dom::parser parser;
  simdjson::dom::element element;
  // Numbers that it does not take, such as integers of thirty digits, others do.
  if (parser.parse(text.data(), text.size()).get(element) != simdjson::SUCCESS) {
    return Json::parse(text);
  }
  return value_of(element);
}

}  // namespace gdo::trace
