#include "app/row_ids.h"

#include <fmt/format.h>

#include <charconv>

#include "base/error.h"
#include "base/translation.h"

namespace gdo::app {

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
