#include "app/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "config/setting_values.h"

namespace gdo::app {

const contract::Payload& payload_named(const contract::Catalog& catalog, const std::string& name) {
  if (const auto* const payload = catalog.payload_of_folder(name)) return *payload;
  if (const auto* const entity = catalog.contract(name)) return *catalog.payload(entity->payload);
  std::vector<std::string> known;
  for (const contract::Payload& payload : catalog.payloads()) known.push_back(payload.name);
  const auto near = config::nearest_word(name, known);
  throw Error(ErrorKind::config,
              trf("there is no payload \"{}\"; {}known are {}", name,
                  near ? trf("did you mean {}? ", *near) : "", fmt::join(known, ", ")));
}

std::vector<std::string> payload_names(const contract::Catalog& catalog,
                                       const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const std::string& name : names) {
    const std::string& payload = payload_named(catalog, name).name;
    if (std::find(result.begin(), result.end(), payload) == result.end()) result.push_back(payload);
  }
  return result;
}

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

std::int64_t row_id(const std::string& word) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
  if (error != std::errc() || end != word.data() + word.size() || id < 1) {
    throw Error(ErrorKind::config,
                trf("an ID is a whole number, as the list shows it, not \"{}\"", word));
  }
  return id;
}

std::vector<std::int64_t> row_ids(const std::vector<std::string>& words) {
  std::vector<std::int64_t> ids;
  for (const std::string& word : words) ids.push_back(row_id(word));
  return ids;
}

}  // namespace gdo::app
