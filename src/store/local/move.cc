#include "store/local/move.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/error.h"
#include "base/translation.h"
#include "store/content_hasher.h"
#include "store/local/place.h"
#include "store/object_store.h"

namespace gdo::store {
namespace {

using Outcome = MoveResult::Outcome;

bool is_version(const struct stat& status, const MoveRequest& request) {
  return S_ISREG(status.st_mode) && generation_of(status) == request.generation &&
         size_of(status) == request.content.size;
}

MoveResult not_moved(Outcome outcome, const MoveRequest& request, std::string_view why) {
  return {outcome, 0, trf("cannot move {:?} to {:?}: {}", request.from, request.to, why)};
}

MoveResult failed(const MoveRequest& request, int error_number) {
  if (error_number == EROFS || error_number == EACCES || error_number == EPERM)
    return not_moved(
        Outcome::failed, request,
        trf("{}; gdo must be able to write in both folders", error_text(error_number)));
  return not_moved(Outcome::failed, request, error_text(error_number));
}

MoveResult moved(const struct stat& destination) {
  return {Outcome::moved, generation_of(destination), {}};
}

MoveResult source_changed(const MoveRequest& request) {
  return not_moved(Outcome::source_changed, request, tr("it was replaced by another version"));
}

// The destination, if it holds the bytes that were read.
std::optional<struct stat> arrived(const LocalPlace& to, const MoveRequest& request) {
  const auto there = to.look();
  if (!there || !S_ISREG(there->st_mode) || size_of(*there) != request.content.size)
    return std::nullopt;
  const auto content = read_content(to);
  if (!content || content->sha256 != request.content.sha256) return std::nullopt;
  return content->stat;
}

// Whether the name `from` is the very directory entry `to` (not another link to the same file).
bool same_entry(const struct stat& from, const struct stat& to) {
  return from.st_dev == to.st_dev && from.st_ino == to.st_ino && from.st_nlink == 1;
}

// Both names exist. With equal bytes it is an earlier move, half done: its second half follows.
MoveResult finish_half_move(const LocalPlace& from, const LocalPlace& to,
                            const MoveRequest& request) {
  const auto destination = arrived(to, request);
  const auto source = from.look();
  if (!destination) {
    if (!source)
      return not_moved(Outcome::source_missing, request, tr("there is no such file any more"));
    if (!is_version(*source, request)) return source_changed(request);
    return not_moved(Outcome::destination_taken, request, tr("the destination holds other bytes"));
  }
  if (!source || !is_version(*source, request)) return moved(*destination);
  if (same_entry(*source, *destination)) return moved(*destination);
  const auto content = read_content(from);
  if (!content || content->sha256 != request.content.sha256) return source_changed(request);
  const int error = from.unlink();
  return error == 0 || error == ENOENT ? moved(*destination) : failed(request, error);
}

// Whether the file holds what was read. Its size and time may be kept by one who overwrites it; a
// stamp that differs may come from a change of its rights only.
bool holds_what_was_read(const LocalPlace& from, const struct stat& status,
                         const MoveRequest& request) {
  if (request.stamp != 0 && stamp_of(status) == request.stamp) return true;
  const auto content = read_content(from);
  return content && content->sha256 == request.content.sha256;
}

MoveResult without_source(const LocalPlace* to, const MoveRequest& request) {
  if (to != nullptr) {
    if (const auto destination = arrived(*to, request)) return moved(*destination);
  }
  return not_moved(Outcome::source_missing, request, tr("there is no such file any more"));
}

MoveResult move_between(const LocalPlace& from, const LocalPlace& to, const MoveRequest& request,
                        LocalAbilities& abilities) {
  const auto source = from.look();
  if (!source && errno != ENOENT) return failed(request, errno);
  if (!source) return without_source(&to, request);
  if (!is_version(*source, request)) {
    const auto destination = arrived(to, request);
    return destination ? moved(*destination) : source_changed(request);
  }
  if (!holds_what_was_read(from, *source, request)) return source_changed(request);
  const int error = rename_without_replacing(from, to, abilities);
  if (error == 0) return local_move::confirm(from, to, request, abilities);
  if (error == EEXIST) return finish_half_move(from, to, request);
  if (error == EXDEV) return local_move::by_copy(from, to, request, abilities);
  if (error == ENOENT && !from.look()) return without_source(&to, request);
  return failed(request, error);
}

std::optional<LocalPlace> existing_place(LocalFolders& folders, const std::string& name) {
  auto folder = folders.open(folder_of(name));
  if (!folder) return std::nullopt;
  return LocalPlace(std::move(folder), base_of(name));
}

std::optional<LocalPlace> made_place(LocalFolders& folders, const std::string& name) {
  auto folder = folders.open_or_create(folder_of(name));
  if (!folder) return std::nullopt;
  return LocalPlace(std::move(folder), base_of(name));
}

}  // namespace

MoveResult move_local(LocalFolders& folders, const MoveRequest& request,
                      LocalAbilities& abilities) {
  if (!valid_file_name(request.from) || !valid_file_name(request.to))
    return not_moved(Outcome::failed, request, tr("not the name of a file in a folder"));
  const auto from = existing_place(folders, request.from);
  if (!from) {
    if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) return failed(request, errno);
    const auto to = existing_place(folders, request.to);
    return without_source(to ? &*to : nullptr, request);
  }
  const auto to = made_place(folders, request.to);
  if (!to) return failed(request, errno);
  MoveResult result = move_between(*from, *to, request, abilities);
  if (result.outcome != Outcome::failed) return result;
  // A folder may have been removed and made again since it was opened.
  folders.forget(folder_of(request.from));
  folders.forget(folder_of(request.to));
  return result;
}

namespace local_move {
namespace {

store::MoveResult put_back(const store::LocalPlace& from, const store::LocalPlace& to,
                           const store::MoveRequest& request, const struct stat& arrived_file,
                           store::LocalAbilities& abilities) {
  int error = store::rename_without_replacing(to, from, abilities);
  auto suffix = static_cast<std::uint32_t>(store::generation_of(arrived_file));
  for (int attempt = 0; error == EEXIST && attempt < 1000; ++attempt, ++suffix) {
    std::string stem(from.base());
    const std::size_t dot = stem.rfind('.');
    const std::string extension = dot == std::string::npos ? "" : stem.substr(dot);
    stem = stem.substr(0, std::min(dot, 255 - 9 - std::min<std::size_t>(extension.size(), 32)));
    error = store::rename_without_replacing(
        to, from.sibling(fmt::format("{}~{:08x}{}", stem, suffix, extension.substr(0, 32))),
        abilities);
  }
  if (error == 0 || error == ENOENT) return source_changed(request);
  return failed(request, error);
}

// Copies all bytes; their SHA-256. Throws Error(lake) when a byte cannot be read or written.
std::array<std::byte, 32> copy_bytes(int source, store::LocalTemp& temp,
                                     const store::MoveRequest& request) {
  store::ContentHasher hasher;
  std::vector<char> buffer(1U << 20U);
  while (true) {
    const ssize_t got = ::read(source, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorKind::lake, failed(request, errno).message);
    if (got == 0) return hasher.finish().sha256;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    hasher.update(bytes);
    temp.write(bytes);
  }
}

store::MoveResult copy_then_unlink(const store::LocalPlace& from, const store::LocalPlace& to,
                                   const store::MoveRequest& request,
                                   store::LocalAbilities& abilities) {
  const store::Fd source(::openat(from.folder(), from.base(),
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat before {};
  if (!source || ::fstat(source.get(), &before) != 0)
    return errno == ENOENT ? without_source(&to, request) : failed(request, errno);
  if (!is_version(before, request)) return source_changed(request);
  if (to.look()) return finish_half_move(from, to, request);
  store::LocalTemp temp(to);
  if (copy_bytes(source.get(), temp, request) != request.content.sha256)
    return source_changed(request);
  const timespec times[] = {before.st_atim, before.st_mtim};
  if (::fchmod(temp.fd(), before.st_mode & 07777) != 0 || ::futimens(temp.fd(), times) != 0)
    return failed(request, errno);
  const int error = temp.publish(abilities);
  if (error == EEXIST) return finish_half_move(from, to, request);
  if (error != 0) return failed(request, error);
  const auto now = from.look();
  if (now && store::same_version(*now, before)) {
    if (const int left = from.unlink(); left != 0 && left != ENOENT) return failed(request, left);
  }
  const auto there = to.look();
  return there ? moved(*there) : failed(request, errno);
}

}  // namespace

store::MoveResult by_copy(const store::LocalPlace& from, const store::LocalPlace& to,
                          const store::MoveRequest& request, store::LocalAbilities& abilities) {
  try {
    return copy_then_unlink(from, to, request, abilities);
  } catch (const Error& error) {
    return {Outcome::failed, 0, error.what()};
  }
}

store::MoveResult confirm(const store::LocalPlace& from, const store::LocalPlace& to,
                          const store::MoveRequest& request, store::LocalAbilities& abilities) {
  const auto there = to.look();
  if (!there) return failed(request, errno);
  if (is_version(*there, request)) return moved(*there);
  return put_back(from, to, request, *there, abilities);
}

}  // namespace local_move
}  // namespace gdo::store
