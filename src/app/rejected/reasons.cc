#include "app/rejected/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace gdo::app {

std::string reason_codes(std::string_view reasons_json) {
  std::vector<std::string> codes;
  for (const nlohmann::json& reason : nlohmann::json::parse(reasons_json)) {
    const std::string field = reason.value("campo", nlohmann::json(nullptr)).is_string()
                                  ? reason["campo"].get<std::string>()
                                  : std::string();
    std::string code = reason.value("regra", "") + (field.empty() ? "" : ":" + field);
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(std::move(code));
    }
  }
  return fmt::format("{}", fmt::join(codes, ", "));
}

}  // namespace gdo::app
