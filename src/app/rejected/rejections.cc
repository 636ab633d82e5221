#include "app/rejected/rejections.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/arguments.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"

namespace gdo::app {
namespace {

// motivos that hold one with this rule, and of this field when it names one.
pg::Param rule_param(const std::string& rule) {
  if (rule.empty()) return std::nullopt;
  const std::size_t colon = rule.find(':');
  nlohmann::json reason = {{"regra", rule.substr(0, colon)}};
  if (colon != std::string::npos) reason["campo"] = rule.substr(colon + 1);
  const nlohmann::json reasons = nlohmann::json::array({reason});
  return reasons.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::vector<Option> filter_options(RejectedFilter& filter) {
  return {{"--payload", "P", tr("only of this payload"), &filter.payload},
          {"--rule", "R", tr("only with this reason: faixa:peso_liquido, or faixa for any field"),
           &filter.rule},
          {"--cliente", "TOKEN", tr("only of this tenant"), &filter.tenant},
          {"--layer", "L", tr("only refused by this layer"), &filter.layer, {"raw", "trusted"}},
          {"--status",
           "S",
           tr("default aberto"),
           &filter.status,
           {"aberto", "corrigido", "descartado", "todos"}}};
}

RejectedFilter resolved(RejectedFilter filter, Context& context) {
  if (!filter.payload.empty()) {
    const auto catalog = contract::load_catalog(context.settings().contracts);
    filter.payload = payload_named(catalog, filter.payload).name;
  }
  if (filter.status == "todos") filter.status.clear();
  return filter;
}

std::vector<pg::Param> filter_params(const RejectedFilter& filter) {
  return {given(filter.payload), rule_param(filter.rule), given(filter.tenant), given(filter.layer),
          given(filter.status)};
}

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
