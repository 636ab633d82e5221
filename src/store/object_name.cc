#include "store/object_name.h"

#include <algorithm>

namespace gdo::store {
namespace {

// Calls accept for each part between '/'; false as soon as one is not accepted.
template <typename Accept>
bool every_part(std::string_view name, Accept accept) {
  while (true) {
    const std::size_t slash = name.find('/');
    if (!accept(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

bool ignored_name(std::string_view name) noexcept {
  for (const std::string_view end : {".tmp", ".part", ".filepart", ".crdownload", "~", "/"}) {
    if (name.ends_with(end)) return true;
  }
  return !every_part(name, [](std::string_view part) { return !part.starts_with('.'); });
}

bool valid_file_name(std::string_view name) noexcept {
  if (name.find('\0') != std::string_view::npos) return false;
  return every_part(
      name, [](std::string_view part) { return !part.empty() && part != "." && part != ".."; });
}

std::string_view folder_of(std::string_view name) noexcept {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : name.substr(0, slash);
}

std::string_view base_of(std::string_view name) noexcept {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

}  // namespace gdo::store
