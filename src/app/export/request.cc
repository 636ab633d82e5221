#include "app/export/request.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

// /dev/stdout, a named pipe: what cannot be replaced by a file of its name.
bool is_special(const std::string& out) {
  std::error_code ignored;
  const auto status = std::filesystem::status(out, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

}  // namespace

Destination::Destination(const std::string& out, const std::string& request, bool go_on)
    : out_(out) {
  const bool special = out != "-" && is_special(out);
  if (go_on && (out == "-" || special)) {
    throw Error(ErrorKind::config, tr("only an export to a file can be continued; add --out FILE"));
  }
  if (out == "-") {
    output_ = std::make_unique<exports::StreamOutput>(STDOUT_FILENO);
  } else if (special) {
    descriptor_ = ::open(out.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
      throw Error(ErrorKind::config,
                  trf("cannot write to {}: {}", out, std::generic_category().message(errno)));
    }
    output_ = std::make_unique<exports::StreamOutput>(descriptor_);
  } else {
    auto file = std::make_unique<exports::PartFile>(out, request, go_on);
    start_ = file->start();
    output_ = std::move(file);
    is_file_ = true;
  }
}

void Destination::announce(bool go_on, const Context& context) const {
  if (!go_on) return;
  context.say(start_ ? trf("going on after {}", counted(start_->rows, "row", "rows"))
                     : std::string(tr("there is nothing to go on from: from the start")));
}

Error Destination::with_way_on(const Error& error) const {
  const bool can_go_on =
      is_file_ && (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::transient);
  if (!can_go_on) return error;
  return {error.kind(), trf("{}; {} does not exist yet: the same command with --continue "
                            "goes on from {}.part",
                            error.what(), out_, out_)};
}

Destination::~Destination() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace gdo::app
