#include "export/export_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.h"

namespace gdo::exports {
namespace {

// Throws the Error for `errno`, which `doing` a thing with the file `name` has left.
void fail_file(std::string_view doing, std::string_view name) {
  const int number = errno;
  if (number == ENOSPC || number == EDQUOT) {
    throw Error(
        ErrorKind::transient,
        fmt::format("the disk is full: cannot {} {}; make room and run again", doing, name));
  }
  throw Error(ErrorKind::config, fmt::format("cannot {} {}: {}", doing, name,
                                             std::generic_category().message(number)));
}

// Writes everything to an open file; `name` is for messages. False when nobody reads on (EPIPE).
// Throws Error(transient) when the disk is full, else Error(config).
bool write_all(int descriptor, std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      return false;
    } else if (errno != EINTR) {
      fail_file("write to", name);
    }
  }
  return true;
}

using EventJson = nlohmann::json;

// A state costs two fsyncs: what lies between two of them is exported again after a kill.
constexpr std::uint64_t kBytesPerState = 16U << 20U;

std::filesystem::path with_ending(const std::filesystem::path& file, const char* ending) {
  std::filesystem::path longer = file;
  longer += ending;
  return longer;
}

// Makes a rename, or a file that is gone, last. What fails here loses nothing but time.
void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

// False once a process that had the file open before has given it its name.
bool is_file(int descriptor, const std::filesystem::path& path) {
  struct stat open_one = {};
  struct stat named = {};
  return ::fstat(descriptor, &open_one) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

}  // namespace

bool StreamOutput::write(std::string_view text) {
  return write_all(descriptor_, text, "the output");
}

PartFile::PartFile(std::filesystem::path file, std::string request, bool go_on)
    : file_(std::move(file)),
      part_(with_ending(file_, ".part")),
      state_(with_ending(file_, ".part.estado")),
      request_(std::move(request)) {
  if (std::filesystem::is_directory(file_)) {
    throw Error(ErrorKind::config, fmt::format("{} is a folder; name a file", file_.string()));
  }
  open_part(go_on);
}

PartFile::~PartFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// A kill leaves a state behind its part, or, after the last rename, without one; never ahead of it.
void PartFile::read_state() {
  std::ifstream stream(state_);
  const EventJson state = EventJson::parse(stream, nullptr, false);
  if (!stream || !state.is_object()) return;
  if (state.value("pedido", "") != request_) {
    throw Error(ErrorKind::config,
                fmt::format("{} is part of another export; give the same options, or start again "
                            "without --continue",
                            part_.string()));
  }
  const auto bytes = state.value("bytes", std::uint64_t{0});
  const off_t size = ::lseek(descriptor_, 0, SEEK_END);
  if (size < 0 || std::cmp_less(size, bytes)) return;
  written_ = bytes;
  noted_ = bytes;
  start_ = {.rows = state.value("linhas", std::int64_t{0}),
            .key = state.value("chave", std::vector<std::string>{})};
}

void PartFile::open_part(bool go_on) {
  descriptor_ = ::open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail_file("make", part_.string());
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 || !is_file(descriptor_, part_)) {
    throw Error(ErrorKind::transient,
                fmt::format("another process is writing {}; wait for it", part_.string()));
  }
  if (go_on) read_state();
  if (!start_) ::unlink(state_.c_str());
  // What was written after the last state is written again.
  const auto kept = static_cast<off_t>(written_);
  if (::ftruncate(descriptor_, kept) != 0) fail_file("shorten", part_.string());
  ::lseek(descriptor_, kept, SEEK_SET);
}

bool PartFile::write(std::string_view text) {
  const bool taken = write_all(descriptor_, text, part_.string());
  written_ += text.size();
  return taken;
}

void PartFile::reached(const ExportPosition& position) {
  if (written_ - noted_ < kBytesPerState && noted_ != 0) return;
  write_state(position);
}

void PartFile::write_state(const ExportPosition& position) {
  // The state must not be ahead of the bytes it speaks of.
  if (::fsync(descriptor_) != 0) fail_file("write", part_.string());
  const EventJson state = {{"pedido", request_},
                           {"bytes", written_},
                           {"linhas", position.rows},
                           {"chave", position.key}};
  const std::filesystem::path fresh = with_ending(state_, ".tmp");
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) fail_file("make", fresh.string());
  bool stored = false;
  try {
    stored = write_all(descriptor, state.dump() + "\n", fresh.string());
  } catch (const Error&) {
    ::close(descriptor);
    throw;
  }
  stored = ::fsync(descriptor) == 0 && stored;
  ::close(descriptor);
  if (!stored || ::rename(fresh.c_str(), state_.c_str()) != 0) {
    fail_file("write", state_.string());
  }
  noted_ = written_;
}

void PartFile::finish() {
  if (::fsync(descriptor_) != 0) fail_file("write", part_.string());
  if (::rename(part_.c_str(), file_.c_str()) != 0) fail_file("make", file_.string());
  ::unlink(state_.c_str());
  sync_folder(file_);
}

}  // namespace gdo::exports
