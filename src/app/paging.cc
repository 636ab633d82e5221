#include "app/paging.h"

#include <fmt/format.h>

#include "app/terminal/quantities.h"
#include "base/translation.h"

namespace gdo::app {

pg::Param given(const std::string& option) {
  return option.empty() ? pg::Param(std::nullopt) : pg::Param(option);
}

pg::Param limit_param(std::int64_t limit) {
  return limit == 0 ? pg::Param(std::nullopt) : pg::Param(limit);
}

std::string rest_note(std::int64_t shown, std::int64_t all) {
  if (shown >= all) return {};
  return trf("… {} more: --offset {} goes on, --limit 0 shows all", count_text(all - shown), shown);
}

}  // namespace gdo::app
