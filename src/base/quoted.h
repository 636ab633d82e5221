#pragma once

#include <string>
#include <string_view>

namespace gdo {

// In double quotes, those inside doubled: an identifier of SQL.
std::string quoted_identifier(std::string_view name);

}  // namespace gdo
