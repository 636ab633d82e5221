#include "app/payload_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/translation.h"
#include "config/nearest_word.h"

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

}  // namespace gdo::app
