#pragma once

#include <string>
#include <string_view>

namespace gdo::gold {

// The text of sql/ouro/<name>.sql. Throws Error(internal) when there is none.
std::string gold_query(std::string_view name);

}  // namespace gdo::gold
