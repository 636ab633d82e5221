#include "store/object_store.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/error.h"
#include "store/local_store.h"

namespace gdo {
namespace {

std::unique_ptr<ObjectStore> open_folder(const std::string& path) {
  std::string root = std::filesystem::absolute(path).lexically_normal().string();
  while (root.size() > 1 && root.back() == '/') root.pop_back();
  return std::make_unique<LocalStore>(std::move(root));
}

}  // namespace

std::unique_ptr<ObjectStore> open_store(std::string_view uri, const StoreOptions&) {
  constexpr std::string_view kFile = "file://";
  if (uri.starts_with(kFile) && uri.substr(kFile.size()).starts_with('/'))
    return open_folder(std::string(uri.substr(kFile.size())));
  if (uri.empty() || uri.find("://") != std::string_view::npos)
    throw Error(
        ErrorKind::config,
        fmt::format("{:?} is no lake: write gs://bucket/prefix, file:///absolute/folder, or "
                    "a folder's path",
                    uri));
  return open_folder(std::string(uri));
}

}  // namespace gdo
