#include "pg/cluster/cluster_location.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/encodings.h"
#include "base/error.h"

namespace gdo::pg {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string_view doing, const fs::path& path, int why) {
  throw Error(ErrorKind::config,
              fmt::format("cannot {} {}: {}. Set GDO_HOME to a folder you can write, or DB_HOST to "
                          "use another PostgreSQL",
                          doing, path.string(), std::strerror(why)));
}

// Twelve hex digits that tell one home from another.
std::string hash_of(const fs::path& home) {
  const std::string text = home.string();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return hex_of(digest).substr(0, 12);
}

std::optional<uid_t> owner_of(const fs::path& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return std::nullopt;
  return info.st_uid;
}

// The deepest part of the path that is there.
fs::path existing_part(fs::path path) {
  while (!fs::exists(fs::symlink_status(path)) && path.has_relative_path()) {
    path = path.parent_path();
  }
  return path;
}

fs::path choose_base(const fs::path& home, const std::string& hash) {
  const fs::path inside = home / "pg";
  const fs::path outside = fs::path("/var/lib/gdo") / hash;
  if (geteuid() != 0 || owner_of(inside / "data")) return inside;
  if (owner_of(outside / "data")) return outside;
  const SystemUser postgres = user_named("postgres");
  // What is not there yet, root will make enterable. What is no folder fails when that is tried.
  const fs::path existing = existing_part(home);
  std::error_code unknown;
  const bool enterable = !fs::is_directory(existing, unknown) || can_enter(postgres, existing);
  return enterable ? inside : outside;
}

SystemUser choose_owner(const ClusterLocation& location) {
  const uid_t self = geteuid();
  const auto owner = owner_of(location.data);
  const bool made_by_root_itself = owner && *owner == 0;
  if (self == 0) return !owner || made_by_root_itself ? user_named("postgres") : user_with(*owner);
  const auto base_owner = owner ? owner : owner_of(location.base);
  if (base_owner && *base_owner != self) {
    const SystemUser other = user_with(*base_owner);
    throw Error(ErrorKind::config,
                fmt::format("the private PostgreSQL in {} belongs to user {}: run gdo as that user "
                            "or as root, or set GDO_HOME to a folder of your own",
                            location.base.string(),
                            other.name.empty() ? std::to_string(other.uid) : other.name));
  }
  return user_with(self);
}

fs::path choose_socket_folder(const ClusterLocation& location, const std::string& hash) {
  constexpr std::string_view kSocketName = "/.s.PGSQL.5432";
  const fs::path inside = location.base / "socket";
  const bool fits = inside.native().size() + kSocketName.size() < sizeof(sockaddr_un::sun_path);
  // To libpq a comma parts two hosts.
  if (fits && inside.native().find(',') == std::string::npos) return inside;
  return fmt::format("/tmp/gdo-{}-{}", location.owner.uid, hash);
}

// Folders on the way to the private ones: root's must let the owner pass, whatever our umask.
void create_way(const fs::path& path) {
  std::error_code unknown;
  if (path.empty() || fs::is_directory(path, unknown)) return;
  create_way(path.parent_path());
  if (mkdir(path.c_str(), 0777) == 0) {
    if (geteuid() == 0 && chmod(path.c_str(), 0755) != 0) fail("open to others", path, errno);
  } else if (errno != EEXIST) {
    fail("create", path, errno);
  }
}

// 0700 and the owner's, or not at all: /tmp is anybody's.
void create_private_folder(const fs::path& path, const SystemUser& owner) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail("create", path, errno);
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) fail("look at", path, errno);
  // Ours a moment ago, or root's who died before giving it away.
  if (geteuid() == 0 && info.st_uid == 0 && S_ISDIR(info.st_mode) && owner.uid != 0) {
    if (lchown(path.c_str(), owner.uid, owner.gid) != 0) fail("give away", path, errno);
    info.st_uid = owner.uid;
  }
  if (S_ISDIR(info.st_mode) && info.st_uid == owner.uid && (info.st_mode & 0777U) == 0700U) return;
  throw Error(ErrorKind::config,
              fmt::format("{} must be a folder of user {} that nobody else can enter: fix it "
                          "(chmod 700) or remove it, then run again",
                          path.string(), owner.name));
}

}  // namespace

ClusterLocation locate_cluster(const fs::path& home) {
  std::error_code why;
  const fs::path absolute = fs::weakly_canonical(fs::absolute(home, why), why);
  if (why) fail("look at", home, why.value());
  const std::string hash = hash_of(absolute);
  ClusterLocation location;
  location.base = choose_base(absolute, hash);
  location.data = location.base / "data";
  location.log_file = location.base / "server.log";
  location.lock_file = location.base / "lock";
  location.owner = choose_owner(location);
  location.socket_folder = choose_socket_folder(location, hash);
  return location;
}

void create_folders(const ClusterLocation& location) {
  create_way(location.base.parent_path());
  create_private_folder(location.base, location.owner);
  create_private_folder(location.socket_folder, location.owner);
}

}  // namespace gdo::pg
